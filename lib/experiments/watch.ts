import type { Display } from "../display/display.ts";
import { generatorScores } from "../evaluation/generator_scores.ts";
import type { StepReport } from "../training/trainer.ts";
import { trueCoefficients } from "./catalogue.ts";
import type { Prepared } from "./prepare.ts";

/** Watches a training in a progress bar. */
export interface Watch {
  /** Shows a step; to be called after every step. */
  readonly onStep: (report: StepReport) => void;
  /** Ends the bar. A notebook awaits it, so that the last state is shown. */
  readonly finish: () => Promise<void> | void;
}

/**
 * Shows step, loss and, if the truth is known, |cos| to it while a run is trained. The
 * truth is used only here, outside of the training.
 */
export function watchTraining(
  { spec, trainer }: Prepared,
  display: Display,
): Watch {
  const coefficients = trueCoefficients(spec.experiment);
  const progress = display.progress(trainer.settings.steps, spec.experiment.id);
  return {
    onStep: ({ step, total, stage, alpha }) => {
      progress.update(step, {
        stage,
        loss: total.toPrecision(4),
        ...(coefficients === undefined ? {} : {
          "|cos|": generatorScores(alpha, coefficients).absoluteCosine
            .toFixed(5),
        }),
      });
    },
    finish: () => progress.finish(),
  };
}
