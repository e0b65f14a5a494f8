import * as tf from "@tensorflow/tfjs";
import { median, ticks } from "d3-array";
import { format } from "d3-format";
import type { Figure } from "../../figures/figure.ts";
import { latentFlowGridFigure } from "../../figures/latent/latent_flow_grid.ts";
import {
  comparedRows,
  pairRowsFigure,
} from "../../figures/images/pair_rows.ts";
import { severalFieldsFigure } from "../../figures/detection/several_fields.ts";
import { severalParametersFigure } from "../../figures/detection/several_parameters.ts";
import { fieldOf } from "../../lie/basis.ts";
import { directionOf } from "../../matching/field_space.ts";
import { parametersIn } from "../../matching/register_generators.ts";
import { unitProjection } from "../../matching/space_projection.ts";
import { decode, encode } from "../../model/forward.ts";
import { moveCodesAlong } from "../../model/several_model.ts";
import { imageAt, trainingCurvesOf } from "../figures_of.ts";
import type { HistoryLine } from "../history.ts";
import type { SeveralEvaluation } from "./several_evaluate.ts";
import type { SeveralPrepared } from "./several_prepare.ts";

/** Draws all figures of a run, in the order of the report. */
export function severalFigures(
  prepared: SeveralPrepared,
  evaluation: SeveralEvaluation,
  history: readonly HistoryLine[],
): Figure[] {
  return [
    fieldsOf(prepared, evaluation),
    parametersFigureOf(prepared, evaluation),
    pairRowsOfSeveral(prepared, evaluation),
    latentFlowsOf(prepared, evaluation),
    trainingCurvesOf(prepared, history),
  ];
}

/** Draws the fields of the true generators, and the nearest ones of the found space. */
function fieldsOf(
  { spec }: SeveralPrepared,
  { space, truth, spaceScores }: SeveralEvaluation,
): Figure {
  const { basis, group } = spec.experiment;
  return severalFieldsFigure({
    generators: group.generators.map(({ name, field }, k) => ({
      name,
      truth: field,
      found: fieldOf(basis, unitProjection(space, directionOf(truth, k))),
      angle: spaceScores.perGenerator[k],
    })),
    principalAngles: spaceScores.principalAngles,
  });
}

/** Draws estimated over true parameters, one panel per generator. */
function parametersFigureOf(
  { spec, held }: SeveralPrepared,
  { network, refined, withoutMotion }: SeveralEvaluation,
): Figure {
  const { generators } = spec.experiment.group;
  const column = (values: Float64Array, k: number) =>
    values.filter((_, at) => at % generators.length === k);
  return severalParametersFigure({
    generators: generators.map(({ name, parameter, unit }, k) => ({
      name,
      parameter,
      unit,
      truth: column(held.truth.parameters, k),
      network: column(network.inTrueBasis, k),
      refined: column(refined.inTrueBasis, k),
    })),
    displacement: {
      network: median(network.displacements)!,
      refined: median(refined.displacements)!,
      withoutMotion: median(withoutMotion)!,
    },
  });
}

/** Number of pairs shown in the rows of images. */
const SHOWN = 8;

/** Draws held-out pairs, the model's output for x0, and its difference from xt. */
function pairRowsOfSeveral(
  { trainer, held: { pairs } }: SeveralPrepared,
  { network, withoutMotion }: SeveralEvaluation,
): Figure {
  const { model } = trainer;
  const count = model.spec.generators;
  const shown = Array.from({ length: SHOWN }, (_, i) => i);
  const images = (of: Float32Array) => shown.map((i) => imageAt(pairs, of, i));
  const size = model.spec.imageSize;
  const output = tf.tidy(() => {
    const x0 = tf.tensor2d(pairs.x0.slice(0, SHOWN * size), [SHOWN, size]);
    const parameters = tf.tensor2d(
      Float32Array.from(network.parameters.subarray(0, SHOWN * count)),
      [SHOWN, count],
    );
    const moved = moveCodesAlong(model, parameters, encode(model, x0));
    return decode(model, moved).dataSync<"float32">().slice();
  });
  const { height, width, channels } = pairs;
  return pairRowsFigure({
    height,
    width,
    channels,
    rows: comparedRows(
      images(pairs.x0),
      images(pairs.xt),
      "output",
      images(output),
    ),
    columnLabels: shown.map((i) =>
      `${format(".2f")(network.displacements[i])} of ${
        format(".1f")(withoutMotion[i])
      }`
    ),
    caption:
      "Held-out pairs x0 and xt, the model's output (x0 encoded, moved along the latent flow by the t-network's parameters, decoded) and the output minus xt. Above each column the distance of the t-network's transformation from the true one, and the displacement by the true one, in pixels.",
  });
}

/**
 * Draws the latent flow along the projection of each true generator on the found space.
 */
function latentFlowsOf(
  { spec, trainer, held: { pairs } }: SeveralPrepared,
  { space, truth }: SeveralEvaluation,
): Figure {
  const { model } = trainer;
  const { group, distribution, basis } = spec.experiment;
  const { latentSize, generators: count } = model.spec;
  const cells = latentSize ** 2;
  const code = imageAt(pairs, pairs.x0, 0);
  const rows = group.generators.map(({ name, parameter, unit }, k) => {
    const direction = parametersIn(space, directionOf(truth, k));
    const times = ticks(...distribution.parts[k].support, 7);
    const values = tf.tidy(() => {
      const z = encode(model, tf.tensor2d(code, [1, code.length]));
      const parameters = tf.tensor2d(
        times.map((t) => Array.from(direction, (v) => t * v)),
        [times.length, count],
      );
      const codes = tf.tile(z, [times.length, 1]);
      return moveCodesAlong(model, parameters, codes).arraySync();
    });
    return {
      title: name,
      parameter,
      unit,
      field: fieldOf(basis, unitProjection(space, directionOf(truth, k))),
      frames: times.map((t, i) => ({ t, image: values[i].slice(0, cells) })),
      size: latentSize,
    };
  });
  return { ...latentFlowGridFigure({ rows }), name: "latent-flow" };
}
