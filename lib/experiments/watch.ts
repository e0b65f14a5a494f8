import type { Display } from "../display/display.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import { projectField } from "../lie/basis.ts";
import type { StepReport } from "../training/trainer.ts";
import type { Prepared } from "./prepare.ts";

/** Watches a training in a progress bar. */
export interface Watch {
  readonly onStep: (report: StepReport) => void;
  /** Ends the bar. */
  readonly finish: () => void;
}

/**
 * Shows step, loss and |cos| to the truth while a run is trained. The truth is
 * compared with here, outside the training.
 */
export function watchTraining(
  { spec, trainer }: Prepared,
  display: Display,
): Watch {
  const { transformation, basis } = spec.experiment;
  const { coefficients } = projectField(transformation.field, basis);
  const progress = display.progress(trainer.settings.steps, spec.experiment.id);
  return {
    onStep: ({ step, total, stage, alpha }) => {
      const { absoluteCosine } = generatorScores(alpha, coefficients);
      progress.update(step, {
        stage,
        loss: total.toPrecision(4),
        "|cos|": absoluteCosine.toFixed(5),
      });
    },
    finish: () => progress.finish(),
  };
}
