import { quantile } from "d3-array";
import { type FlowKind, FLOWS } from "./sinusoid_trial.ts";

/** The outcome of a trial. */
export interface TrialResult {
  readonly kind: FlowKind;
  readonly side: number;
  readonly number: number;
  /** Corner error of the flow, px (`MotionErrors`). */
  readonly cornerPx: number;
  /** Mean relative error of the log-scale; only for scalings. */
  readonly scaleBias?: number;
  /** Time of the registration, s. */
  readonly seconds: number;
}

/** Formats a trial as one line of text. */
export function trialLine(
  { kind, side, number, cornerPx, scaleBias, seconds }: TrialResult,
): string {
  const bias = scaleBias === undefined
    ? ""
    : `, scale bias ${scaleBias.toExponential(2)}`;
  return `${kind} ${side} ${number}: ${cornerPx.toExponential(2)} px${bias}, ${
    seconds.toFixed(1)
  } s`;
}

const LINE = new RegExp(
  `^(${
    FLOWS.join("|")
  }) (\\d+) (\\d+): (\\S+) px(?:, scale bias (\\S+))?, (\\S+) s$`,
);

/** Reads the trials of a text with lines of {@linkcode trialLine}. */
export function trialsIn(text: string): TrialResult[] {
  return text.split("\n").flatMap((line) => {
    const found = LINE.exec(line);
    if (found === null) return [];
    const [, kind, side, number, cornerPx, scaleBias, seconds] = found;
    return [{
      kind: kind as FlowKind,
      side: Number(side),
      number: Number(number),
      cornerPx: Number(cornerPx),
      ...scaleBias !== undefined && { scaleBias: Number(scaleBias) },
      seconds: Number(seconds),
    }];
  });
}

/** Makes a table in Markdown with one row per kind of flow and side. */
export function trialTable(trials: readonly TrialResult[]): string {
  const groups = Map.groupBy(trials, ({ kind, side }) => `${kind} ${side}`);
  return [
    "| flow | side, px | trials | RMS, px | median, px | 95 %, px | worst, px | scale bias | s per trial |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...[...groups.values()].map(rowOf),
  ].join("\n");
}

function rowOf(trials: readonly TrialResult[]): string {
  const [{ kind, side }] = trials;
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const errors = trials.map(({ cornerPx }) => cornerPx);
  const biases = trials.flatMap(({ scaleBias }) => scaleBias ?? []);
  const cells = [
    kind,
    side,
    trials.length,
    two(Math.sqrt(mean(errors.map((error) => error ** 2)))),
    two(quantile(errors, 0.5)!),
    two(quantile(errors, 0.95)!),
    two(Math.max(...errors)),
    biases.length > 0 ? two(mean(biases)) : "–",
    mean(trials.map(({ seconds }) => seconds)).toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Formats a number with two digits: 0.0031, 4.2e-6. */
const two = (value: number) => String(Number(value.toPrecision(2)));
