import { mean, quantile } from "d3-array";
import type { TransformationGroup } from "../flow/transformation_groups.ts";
import { emptySources } from "../flow/orbit_table.ts";
import { orbitsOfFields } from "../flow/match_orbits.ts";
import type { Size } from "../images/area_average.ts";
import type { Flow } from "../images/warp.ts";
import { principalAngles } from "../lie/algebra/principal_angles.ts";
import { type Basis, projectField } from "../lie/basis.ts";
import { dot } from "../lie/coefficients.ts";
import { solve } from "../lie/solve.ts";
import {
  dimensionOf,
  directionOf,
  fieldCoefficients,
  type FieldSpace,
} from "../matching/field_space.ts";

/** The true generators' coefficients, not normalised, one row per generator. */
export function trueSpace(
  { generators }: TransformationGroup,
  basis: Basis,
): FieldSpace {
  return {
    terms: basis.terms.length,
    directions: Float64Array.from(
      generators.flatMap(({ field }) => [
        ...projectField(field, basis).coefficients,
      ]),
    ),
  };
}

/** The angles between a found space and the span of the true generators, in degrees. */
export interface SpaceScores {
  /** The principal angles, ascending. */
  readonly principalAngles: readonly number[];
  /** Root of the sum of their squares: the Grassmann distance. */
  readonly grassmann: number;
  /** Angle between each true generator and its projection on the space. */
  readonly perGenerator: readonly number[];
}

/** Scores a found space against the true generators. */
export function spaceScores(found: FieldSpace, truth: FieldSpace): SpaceScores {
  const { terms } = truth;
  const between = (rows: Float64Array) => [
    ...principalAngles(rows, found.directions, terms),
  ];
  const angles = between(truth.directions);
  return {
    principalAngles: angles,
    grassmann: Math.hypot(...angles),
    perGenerator: Array.from(
      { length: dimensionOf(truth) },
      (_, k) => between(directionOf(truth, k))[0],
    ),
  };
}

/**
 * Converts parameters of the directions of a found space to parameters of the true
 * generators, each in its unit, by least squares of the fields' coefficients.
 *
 * @param parameters `count * dimension`.
 * @returns `count * generators`.
 */
export function inTrueBasis(
  found: FieldSpace,
  truth: FieldSpace,
  parameters: ArrayLike<number>,
): Float64Array {
  const size = dimensionOf(truth);
  const gram = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let l = 0; l < size; l++) {
      gram[k * size + l] = dot(directionOf(truth, k), directionOf(truth, l));
    }
  }
  const fields = fieldCoefficients(found, parameters), { terms } = truth;
  const count = fields.length / terms;
  const sides = new Float64Array(size * count);
  for (let i = 0; i < count; i++) {
    const field = fields.subarray(i * terms, (i + 1) * terms);
    for (let k = 0; k < size; k++) {
      sides[k * count + i] = dot(directionOf(truth, k), field);
    }
  }
  const solved = solve(gram, sides, size);
  return Float64Array.from(
    { length: count * size },
    (_, at) => solved[(at % size) * count + Math.floor(at / size)],
  );
}

/** Distances between two transformations of each pair, in pixels. */
export interface Displacements {
  readonly mean: number;
  readonly median: number;
  /** The 95 % quantile over pairs. */
  readonly ninetyFifth: number;
}

/** Computes the statistics of one distance per pair. */
export function displacementsOf(distances: Float64Array): Displacements {
  return {
    mean: mean(distances)!,
    median: quantile(distances, 0.5)!,
    ninetyFifth: quantile(distances, 0.95)!,
  };
}

/**
 * Computes the distance between the positions to which the estimated and the true
 * transformation of each pair move the frame's pixels: root mean square over the frame,
 * in pixels. It does not depend on the basis of the space.
 *
 * @param parameters `count * dimension` in the directions of the found space.
 * @param trueFlow The true flow of a pair; its map at time 1 made the pair.
 */
export function displacements(
  found: FieldSpace,
  basis: Basis,
  parameters: ArrayLike<number>,
  trueFlow: (pair: number) => Flow,
  size: Size,
): Float64Array {
  const { terms } = found, dimension = dimensionOf(found);
  const { height, width } = size, cells = height * width;
  const fields = fieldCoefficients(found, parameters);
  const orbits = orbitsOfFields(
    basis,
    size,
    (pair) => fields.subarray(pair * terms, (pair + 1) * terms),
  );
  const half = Math.max(height, width) / 2;
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const places = emptySources(cells);
  return Float64Array.from(
    { length: parameters.length / dimension },
    (_, pair) => {
      orbits.places(pair, places, 0);
      const flow = trueFlow(pair);
      let sum = 0;
      for (let cell = 0; cell < cells; cell++) {
        const [x, y] = flow(
          -1,
          (cell % width - middleX) / half,
          (Math.floor(cell / width) - middleY) / half,
        );
        sum += (x * half + middleX - places.x[cell]) ** 2 +
          (y * half + middleY - places.y[cell]) ** 2;
      }
      return Math.sqrt(sum / cells);
    },
  );
}

/** The flow of each pair, from its parameters of the generators of a group. */
export const flowOfPair = (
  { generators, flowOf }: TransformationGroup,
  parameters: Float64Array,
) =>
(pair: number): Flow => {
  const size = generators.length;
  return flowOf(parameters.subarray(pair * size, (pair + 1) * size));
};
