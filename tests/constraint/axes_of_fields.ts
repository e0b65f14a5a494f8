import {
  evenPoints,
  periodAxis,
  windowAxis,
} from "#lib/constraint/flow_axis.ts";
import {
  affine,
  projectField,
  unit,
  type VectorField,
} from "#lib/lie/basis.ts";

/** Unit coefficients of a field in the affine basis. */
export const alphaOfField = (field: VectorField) =>
  unit(projectField(field, affine).coefficients);

const rotation = alphaOfField((x, y) => [-y, x]);
const shear = alphaOfField((_x, y) => [y, 0]);
const shiftX = alphaOfField(() => [1, 0]);
const shiftY = alphaOfField(() => [0, 1]);

/** A closed axis: points around a whole turn. */
export const rotationAxis = (points: number) =>
  periodAxis(affine, rotation, points);

/** An axis of points from -reach to reach along a shear of x by y. */
export const shearAxis = (reach: number, points: number) =>
  windowAxis(affine, shear, evenPoints(-reach, reach, points));

/** Two axes of shifts by whole cells of a periodic frame, along x and along y. */
export const shiftAxes = (side: number) =>
  [shiftX, shiftY].map((alpha) => periodAxis(affine, alpha, side, 2));
