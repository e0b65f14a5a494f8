import { extent, range } from "d3-array";

/** The ends and the ticks of a logarithmic axis. */
export interface LogAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

/**
 * Makes a logarithmic axis for values, from tick to tick. Ticks are the powers of ten
 * (every k-th one, if there are many), and 2 and 5 times these if the values span less
 * than two decades.
 *
 * @param values the values; those not above 0 are ignored, and [0.1, 1] is used if none
 * is left
 */
export function logAxis(values: Iterable<number>): LogAxis {
  const positive = [...values].filter((value) => value > 0 && value < Infinity);
  const [low, high] = positive.length > 0
    ? extent(positive) as [number, number]
    : [0.1, 1];
  const [first, last] = [Math.floor(log10(low)), Math.ceil(log10(high))];
  const every = Math.ceil((last - first) / 6) || 1;
  const factors = log10(high) - log10(low) < 2 ? [1, 2, 5] : [1];
  const all = range(Math.floor(first / every) * every, last + every + 1, every)
    .flatMap((power) => factors.map((factor) => factor * 10 ** power));
  const from = all.findLastIndex((tick) => tick <= low * (1 + 1e-9));
  const to = all.findIndex((tick) => tick >= high * (1 - 1e-9));
  const ticks = all.slice(Math.max(0, from), Math.max(to, from + 1) + 1);
  return { domain: [ticks[0], ticks.at(-1)!], ticks };
}

/** Formats a tick: "0.01", "1", "5,000" near 1, else "10⁻⁵", "2·10⁻⁵". */
export function formatLog(tick: number): string {
  if (tick > 0.0009 && tick < 1e5) {
    return Number(tick.toPrecision(3)).toLocaleString("en");
  }
  const power = Math.floor(log10(tick) + 1e-9);
  const factor = Math.round(tick / 10 ** power);
  const exponent = [...String(power)].map((c) => SUPERSCRIPTS[c]).join("");
  return `${factor === 1 ? "" : `${factor}·`}10${exponent}`;
}

const log10 = Math.log10;

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  "-": "⁻",
  ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((c, digit) => [digit, c])),
};
