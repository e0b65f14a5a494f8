import { augment } from "#lib/detection/augment.ts";
import { augmentedFigure } from "#lib/figures/detection/augmented.ts";
import { detectionFigures } from "#lib/figures/detection/detection_figures.ts";
import type { Figure } from "#lib/figures/figure.ts";
import { generatorMatricesFigure } from "#lib/figures/latent/generator_matrices.ts";
import { labelAccuracyFigure } from "#lib/figures/detection/label_accuracy.ts";
import { severalFieldsFigure } from "#lib/figures/detection/several_fields.ts";
import { severalParametersFigure } from "#lib/figures/detection/several_parameters.ts";
import { workingPairsFigure } from "#lib/figures/detection/working_pairs.ts";
import type { WorkingPairs } from "#lib/detection/working_pairs.ts";
import { detectionExample } from "../../detection/detection_example.ts";
import { manyGeneratorsExample } from "../../detection/many_generators_example.ts";
import { severalFields, severalParameters } from "./several_examples.ts";

/** Figures of detections, of the use of their answers, and of several generators. */
export function detectionExampleFigures(): readonly Figure[] {
  const found = detectionExample();
  const { side, worst } = found.pictures;
  const { x0, xt } = worst[0];
  const images = [{ pixels: x0, height: side, width: side, channels: 1 }];
  return [
    ...detectionFigures(found),
    ...detectionFigures(manyGeneratorsExample({ number: 3 })),
    augmentedFigure(images, augment(images, found, { seed: 0, copies: 2 })),
    workingPairsFigure({ count: 1, side, x0, xt } as WorkingPairs),
    labelAccuracyFigure({
      tests: [{
        curve: [0.92, 0.85].map((accuracy, level) => ({
          reach: 1.5 * level,
          accuracy,
          fall: 0.92 - accuracy,
          low: 0.92 - accuracy,
          high: 0.92 - accuracy,
        })),
        verdict: { kind: "use-up-to", upTo: 1 },
      }],
      bound: 0.03,
    }),
    severalFieldsFigure(severalFields),
    severalParametersFigure(severalParameters),
    generatorMatricesFigure({
      size: 2,
      rows: [{ label: "∂x", matrices: [Array(16).fill(0.5)] }],
      columnLabels: ["1"],
      caption: "Generators.",
    }),
  ];
}
