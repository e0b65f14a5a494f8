import type { ProgressValues } from "./display.ts";

/**
 * Formats a number with five significant digits and separated thousands; text is
 * unchanged.
 */
export function formatValue(value: string | number): string {
  if (typeof value === "string") return value;
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && size < 1e-4) return signed(value.toExponential(2));
  const rounded = Number.isInteger(value)
    ? value
    : Number(value.toPrecision(5));
  return signed(rounded.toLocaleString("en", { maximumFractionDigits: 9 }));
}

/** Formats named values: "loss 12.3, |cos| 0.9991". */
export function formatValues(values: ProgressValues): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${formatValue(value)}`)
    .join(", ");
}

/** Formats a duration: "4 s", "2 min 5 s", "1 h 3 min". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [minutes, hours] = [Math.floor(whole / 60), Math.floor(whole / 3600)];
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}

function signed(text: string): string {
  return text.replaceAll("-", "−");
}
