import type { TableRow } from "#lib/display/display.ts";
import { textTable } from "#lib/display/text_table.ts";
import { actionSection } from "./action_tables.ts";
import { classifierSection } from "./classifier_tables.ts";
import { stepPeers } from "./commands.ts";
import type { ByThreads } from "./measure_products.ts";
import { registrationSection } from "./registration_tables.ts";
import type {
  BenchResult,
  ClassifierResult,
  RegistrationResult,
  StepResult,
  TrainingResult,
} from "./result.ts";
import { trainingSection } from "./training_tables.ts";
import { apartLines, number, reasonLines, spread } from "./table_text.ts";

/** The result for readers. */
export function benchTables(result: BenchResult): string {
  return [
    machineLine(result),
    ...stepSection(result),
    ...productSection(result),
    ...actionSection(result),
    ...registrationSection(result.registration),
    ...classifierSection(result.constraint),
    ...experimentSection(result),
  ].join("\n\n");
}

/** The training steps alone, for readers. */
export const stepTables = (result: StepResult): string =>
  [machineLine(result), ...stepSection(result)].join("\n\n");

/** The classifiers alone, for readers. */
export const classifierTables = (result: ClassifierResult): string =>
  [machineLine(result), ...classifierSection(result.constraint)].join("\n\n");

/** A whole training alone, for readers. */
export const wholeTrainingTables = (result: TrainingResult): string =>
  [machineLine(result), ...trainingSection(result.training)].join("\n\n");

/** The registration alone, for readers. */
export const registrationTables = (result: RegistrationResult): string =>
  [machineLine(result), ...registrationSection(result.registration)]
    .join("\n\n");

function machineLine({ machine }: Pick<BenchResult, "machine">): string {
  const versions = Object.entries(machine.versions)
    .map(([name, version]) => `${name} ${version ?? "none"}`);
  return `${machine.cores} cores, ${machine.cpu}, ${machine.system}, load ${machine.loadAverage} at the start; ${
    versions.join(", ")
  }`;
}

function stepSection({ training }: StepResult): string[] {
  const rows = training.steps.map((
    { model, batch, ms, ratios, disagreement },
  ): TableRow => ({
    model,
    batch: String(batch),
    ...Object.fromEntries(stepPeers.map((peer) => [peer, spread(ms[peer])])),
    "blas/merged": number(ratios.blasOverMerged),
    "wasm/merged": number(ratios.wasmOverMerged),
    "losses differ by": number(disagreement),
  }));
  const apart = training.steps.flatMap(({ model, batch, disagreement }) =>
    apartLines(`${model}, batch ${batch}`, disagreement)
  );
  const growth = training.growthInBatch.map(({ model, exponent }) =>
    peerRow({ model, batch: "growth" }, stepPeers, exponent)
  );
  const memory = peerRow(
    { model: "", batch: "peak MiB" },
    stepPeers,
    training.peakMemoryMiB,
  );
  return [
    "Training step in ms: median (quartiles)",
    textTable([...rows, ...growth, memory]),
    ...apart,
    ...reasonLines(training.reasons),
  ];
}

function peerRow<Name extends string>(
  start: TableRow,
  names: readonly Name[],
  values: Readonly<Record<Name, number | null>>,
): TableRow {
  return {
    ...start,
    ...Object.fromEntries(names.map((name) => [name, number(values[name])])),
  };
}

function productSection({ products }: BenchResult): string[] {
  const row = <T>(
    product: string,
    rates: { readonly blas: ByThreads<T>; readonly wasm: ByThreads<T> },
    text: (value: T) => string,
  ): TableRow => ({
    product,
    "blas, 1 thread": text(rates.blas.oneThread),
    "blas, all": text(rates.blas.allThreads),
    "wasm, 1 thread": text(rates.wasm.oneThread),
    "wasm, all": text(rates.wasm.allThreads),
  });
  const large = products.products.filter((product) => product.large);
  const named = [products.square, ...large].map((product) =>
    row(
      `${product.name} ${product.m} x ${product.n} x ${product.k}`,
      product.gflops,
      spread,
    )
  );
  const { peakGflops, threadGain } = products;
  return [
    `Matrix products at batch ${products.batch} in GFLOP/s: median (quartiles)`,
    textTable([
      ...named,
      row("large ones together", products.largeGflops, number),
      row("all together", products.allGflops, number),
    ]),
    `sgemm peak of the machine: ${
      number(peakGflops.oneThread)
    } on one thread, ${
      number(peakGflops.allThreads)
    } on all; all threads over one: blas ${number(threadGain.blas)}, wasm ${
      number(threadGain.wasm)
    }`,
    ...reasonLines(products.reasons),
  ];
}

function experimentSection({ experiment }: BenchResult): string[] {
  if (experiment === null) return [];
  const { seconds, peakMemoryMiB, reasons } = experiment;
  const row = (backend: "blas" | "wasm"): TableRow => ({
    backend,
    seconds: spread(seconds[backend]),
    "peak MiB": number(peakMemoryMiB[backend]),
  });
  return [
    `Whole experiment ${experiment.experiment}, budget ${experiment.budget}`,
    textTable([row("blas"), row("wasm")]),
    ...reasonLines(reasons),
  ];
}
