import { augment } from "#lib/detection/augment.ts";
import { augmentedFigure } from "#lib/figures/detection/augmented.ts";
import { detectionFigures } from "#lib/figures/detection/detection_figures.ts";
import type { Figure } from "#lib/figures/figure.ts";
import { generatorMatricesFigure } from "#lib/figures/latent/generator_matrices.ts";
import { labelAccuracyFigure } from "#lib/figures/detection/label_accuracy.ts";
import { severalFieldsFigure } from "#lib/figures/detection/several_fields.ts";
import { severalParametersFigure } from "#lib/figures/detection/several_parameters.ts";
import { workingPairsFigure } from "#lib/figures/detection/working_pairs.ts";
import { transformations } from "#lib/flow/transformations.ts";
import type { WorkingPairs } from "#lib/detection/working_pairs.ts";
import { detectionExample } from "../../detection/detection_example.ts";
import { manyGeneratorsExample } from "../../detection/many_generators_example.ts";

const { rotation, scaling } = transformations;

/** Figures of detections, of the use of their answers, and of several generators. */
export function detectionExampleFigures(): readonly Figure[] {
  const found = detectionExample();
  const { side, worst } = found.pictures;
  const { x0, xt } = worst[0];
  const images = [{ pixels: x0, height: side, width: side, channels: 1 }];
  const truth = [-0.2, -0.1, 0, 0.1, 0.2];
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
    severalFieldsFigure({
      generators: [rotation, scaling].map(({ name, field }, k) => ({
        name,
        truth: field,
        found: field,
        angle: [0.25, 1.5][k],
      })),
      principalAngles: [0.2, 1.625],
    }),
    severalParametersFigure({
      generators: [rotation, scaling].map(({ name, parameter, unit }) => ({
        name,
        parameter,
        unit,
        truth,
        network: truth.map((t) => 0.5 * t),
        refined: truth,
      })),
      displacement: { network: 0.31, refined: 0.002, withoutMotion: 4.2 },
    }),
    generatorMatricesFigure({
      size: 2,
      rows: [{ label: "∂x", matrices: [Array(16).fill(0.5)] }],
      columnLabels: ["1"],
      caption: "Generators.",
    }),
  ];
}
