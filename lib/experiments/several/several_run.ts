import { encodeNpy } from "../../datasets/npy.ts";
import type { Display } from "../../display/display.ts";
import type { Figure } from "../../figures/figure.ts";
import { layersFiles } from "../../model/export_layers.ts";
import { settleTfjs } from "../../runtime/settle.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { stepMegabytes } from "../../training/step_memory.ts";
import { historyCsv, historyLines } from "../history.ts";
import { MEMORY, memoryJson } from "../memory_file.ts";
import { trainOn } from "../run.ts";
import { figureFiles, type NamedFile } from "../write_run.ts";
import { evaluateSeveral, type SeveralEvaluation } from "./several_evaluate.ts";
import { severalFigures } from "./several_figures.ts";
import { type SeveralMetrics, severalMetrics } from "./several_metrics.ts";
import type { SeveralPrepared } from "./several_prepare.ts";
import { severalFingerprint } from "./several_spec.ts";

/** Options of {@linkcode trainSeveral}. */
export interface TrainSeveralOptions {
  /** File of the checkpoint, which the training also continues from. */
  readonly checkpoint?: string;
  /** Whether to start again even if there is a checkpoint. */
  readonly fresh?: boolean;
  readonly signal?: AbortSignal;
  readonly display: Display;
}

/**
 * Trains a prepared run from its present step, or from its checkpoint if there is one.
 *
 * @returns Whether the training reached the last step.
 */
export async function trainSeveral(
  { spec, trainer }: SeveralPrepared,
  runtime: Runtime,
  { checkpoint, fresh = false, signal, display }: TrainSeveralOptions,
): Promise<boolean> {
  const fingerprint = severalFingerprint(spec, runtime, trainer.settings);
  const { steps } = trainer.settings;
  const progress = display.progress(steps, spec.experiment.id);
  try {
    return await trainOn(trainer, fingerprint, runtime, {
      checkpoint,
      fresh,
      signal,
      onStep: ({ step, stage, total }) =>
        progress.update(step, { stage, loss: total.toPrecision(4) }),
      onNote: (line) => display.text(line),
    });
  } finally {
    progress.finish();
  }
}

/** All results of a finished run of several generators. */
export interface SeveralResult {
  readonly evaluation: SeveralEvaluation;
  readonly metrics: SeveralMetrics;
  readonly figures: readonly Figure[];
  readonly files: readonly NamedFile[];
}

/**
 * Scores a run in its present state, and draws its figures. Its files are
 * metrics.json, memory.json, history.csv, the parameters of every held-out pair in the
 * true generators' basis as .npy, every figure as .svg and .png, and model/.
 */
export async function finishSeveral(
  prepared: SeveralPrepared,
  runtime: Runtime,
): Promise<SeveralResult> {
  settleTfjs();
  const { trainer, held } = prepared;
  const evaluation = await evaluateSeveral(prepared);
  const megabytes = await stepMegabytes(trainer);
  const metrics = severalMetrics(prepared, evaluation, runtime, megabytes);
  const history = historyLines(trainer.state.history, undefined);
  const figures = severalFigures(prepared, evaluation, history);
  const { spec, encoder, decoder, tNetwork, generators } = trainer.model;
  const parameters = {
    true: held.truth.parameters,
    network: evaluation.network.inTrueBasis,
    refined: evaluation.refined.inTrueBasis,
  };
  const networks = {
    encoder: await layersFiles(encoder, { input: spec.middle }),
    decoder: await layersFiles(decoder, { output: spec.middle }),
    t_network: await layersFiles(tNetwork),
  };
  const json = (value: unknown) => JSON.stringify(value, null, 2) + "\n";
  return {
    evaluation,
    metrics,
    figures,
    files: [
      ["metrics.json", json(metrics)],
      [MEMORY, memoryJson()],
      ["history.csv", historyCsv(history)],
      ["model/generator.json", json(metrics.generator)],
      [
        "model/latent_generators.npy",
        encodeNpy({
          shape: generators.shape,
          values: generators.dataSync<"float32">(),
        }),
      ],
      ...Object.entries(parameters).map(([name, values]): NamedFile => [
        `parameters_${name}.npy`,
        encodeNpy({ shape: [held.pairs.count, spec.generators], values }),
      ]),
      ...await figureFiles(figures),
      ...Object.entries(networks).flatMap(([network, files]) =>
        Object.entries(files).map(([name, content]): NamedFile => [
          `model/${network}/${name}`,
          content,
        ])
      ),
    ],
  };
}
