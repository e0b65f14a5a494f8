import { classifierTable } from "../classifier_tables.ts";
import { stepPeers } from "../commands.ts";
import { type DocTable, tablesOf } from "../doc_tables.ts";
import type { StepMeasure } from "../measure_steps.ts";
import { comparisonTable } from "../registration_tables.ts";
import type { RegistrationMeasure } from "../registration_result.ts";
import type {
  ClassifierResult,
  RegistrationResult,
  StepResult,
} from "../result.ts";
import { number } from "../table_text.ts";
import { trialsIn, trialTable } from "../sinusoid_table.ts";
import { alignedTable } from "./aligned_table.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { paragraph } from "./paragraph.ts";
import { rangeWords } from "./range_words.ts";
import { recordedTable } from "./recorded_table.ts";

/** The measures of bench/registration.json. */
export async function registrationRows(): Promise<
  readonly RegistrationMeasure[]
> {
  const { registration }: RegistrationResult = JSON.parse(
    await committed("bench/registration.json"),
  );
  return registration.measures;
}

/** Formats a number with two digits. */
const twoDigits = (value: number): string =>
  String(Number(value.toPrecision(2)));

/** The numbers of a column of a table. */
const column = ([head, ...rows]: DocTable, name: string): number[] =>
  rows.map((row) => Number(row[head.indexOf(name)]));

async function registrationSummary(): Promise<string> {
  const measures = await registrationRows();
  const few = measures.filter(({ side, count }) =>
    measures.every((other) => other.side !== side || other.count >= count)
  );
  const many = measures.filter((measure) => !few.includes(measure));
  const angles = rangeWords(
    column(
      comparisonTable(measures).filter((row, i) =>
        i === 0 || row.includes("affine basis")
      ),
      "angles, ECC / this project",
    ),
    twoDigits,
  );
  const times = (some: readonly RegistrationMeasure[]) =>
    rangeWords(
      column(comparisonTable(some), "ms, ECC / this project").map((ratio) =>
        1 / ratio
      ),
      twoDigits,
    );
  return paragraph(
    `A ratio above 1 is in this project's favour. With the affine basis, which has as many terms as ECC's map, ECC's angle is ${angles} times as large. With few pairs (300 of 28 pixels, 60 of 128) the registration takes ${
      times(few)
    } times as long as ECC, with ten times as many pairs ${times(many)} times.`,
  );
}

/** The machine on which bench/registration.json was measured, and its load. */
async function registrationMachine(): Promise<string> {
  const { machine }: RegistrationResult = JSON.parse(
    await committed("bench/registration.json"),
  );
  const { cores, cpu, loadAverage } = machine;
  return paragraph(
    `The load average of the machine (${cpu}, ${cores} cores) was ${loadAverage} at the start. Other work lengthens the times of both.`,
  );
}

/** The measures of bench/training_steps.json. */
async function stepMeasures(): Promise<readonly StepMeasure[]> {
  const { training }: StepResult = JSON.parse(
    await committed("bench/training_steps.json"),
  );
  return training.steps;
}

const stepTable = (measures: readonly StepMeasure[]): DocTable => [
  [
    ...["model", "batch", "BLAS, ms", "WebAssembly, ms"],
    ...["PyTorch, plain, ms", "PyTorch, merged, ms"],
    ...["BLAS / merged", "WebAssembly / merged"],
  ],
  ...measures.map(({ model, batch, ms, ratios }) => [
    `\`${model}\``,
    batch.toLocaleString("en"),
    ...stepPeers.map((peer) => number(ms[peer]?.median)),
    ...[ratios.blasOverMerged, ratios.wasmOverMerged].map(number),
  ]),
];

async function stepsSummary(): Promise<string> {
  const table = stepTable(await stepMeasures());
  const [blas, wasm] = ["BLAS", "WebAssembly"].map((kernel) =>
    rangeWords(column(table, `${kernel} / merged`), twoDigits)
  );
  return paragraph(
    `A ratio below 1 is in this project's favour. With a BLAS the step takes ${blas} times as long as PyTorch's, with WebAssembly ${wasm} times.`,
  );
}

/** The tables of timings, and of precision beside another program. */
export const timingBlocks: Blocks = {
  "registration": async () =>
    alignedTable(comparisonTable(await registrationRows())),
  "registration-summary": registrationSummary,
  "registration-machine": registrationMachine,
  "training-steps": async () => alignedTable(stepTable(await stepMeasures())),
  "training-steps-summary": stepsSummary,
  "time-to-error": () => recordedTable("bench/time_to_error.csv"),
  "classifier-steps": async () => {
    const { constraint }: ClassifierResult = JSON.parse(
      await committed("bench/classifiers.json"),
    );
    return alignedTable(classifierTable(constraint.measures));
  },
  "scene-precision": async () => {
    const trials = trialsIn(await committed("bench/sinusoid_scene.txt"))
      .toSorted((a, b) => a.side - b.side);
    return alignedTable(tablesOf(trialTable(trials))[0]);
  },
};
