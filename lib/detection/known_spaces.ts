import { direction, type FramePoint } from "./affine_field.ts";
import type { Combination } from "./combination.ts";
import { axisName, point } from "./field_words.ts";

/** The centre and the axis of a space of fields. */
export interface Place {
  /** The centre, in half-frames. */
  readonly centre: FramePoint;
  /** The angle of the axis, in radians from x to y. */
  readonly axis: number;
}

/** A space of fields that has a name. */
export interface KnownSpace {
  /** The name that is shown, without the algebra. */
  readonly title: string;
  /** The name of the abstract algebra, as in `nameAlgebra`. */
  readonly algebra: string;
  /** Whether the space depends on its centre; if not, the centre is a convention. */
  readonly hasCentre: boolean;
  /**
   * The angle in radians after which the axis gives the same space again; 0 without an
   * axis.
   */
  readonly axisPeriod: number;
  /** The textbook basis of the space. */
  readonly generators: (place: Place) => readonly Combination[];
  /** Describes the generators in words. */
  readonly words: (place: Place) => string;
}

/** The field A (r - c) of a matrix A = (xx xy; yx yy). */
const linear = (
  [cx, cy]: FramePoint,
  [xx, xy, yx, yy]: readonly [number, number, number, number],
): Combination => [
  -xx * cx - xy * cy,
  -yx * cx - yy * cy,
  xx,
  xy,
  yx,
  yy,
  0,
  0,
];

const rotationAbout = (c: FramePoint) => linear(c, [0, -1, 1, 0]);
const scalingAbout = (c: FramePoint) => linear(c, [1, 0, 0, 1]);
const squeezeAbout = (c: FramePoint) => linear(c, [1, 0, 0, -1]);
const slantAbout = (c: FramePoint) => linear(c, [0, 1, 1, 0]);
const linearMapsThatKeepAreas = (c: FramePoint) => [
  rotationAbout(c),
  squeezeAbout(c),
  slantAbout(c),
];

/** The special conformal fields along x and y that vanish at a point. */
const specialConformalAbout = ([cx, cy]: FramePoint): Combination[] => [
  [cx * cx - cy * cy, 2 * cx * cy, -2 * cx, 2 * cy, -2 * cy, -2 * cx, 1, 0],
  [2 * cx * cy, cy * cy - cx * cx, -2 * cy, -2 * cx, 2 * cx, -2 * cy, 0, 1],
];

const translationAlong = (axis: number): Combination => [
  ...direction(axis),
  ...[0, 0, 0, 0, 0, 0],
];
const translations = [translationAlong(0), translationAlong(Math.PI / 2)];

/** The growth along an axis: u (u . (r - c)). */
function stretchAlong(axis: number, centre: FramePoint): Combination {
  const [x, y] = direction(axis);
  return linear(centre, [x * x, x * y, x * y, y * y]);
}

/** The shear along an axis: u (n . (r - c)), with n orthogonal to u. */
function shearAlong(axis: number, centre: FramePoint): Combination {
  const [x, y] = direction(axis);
  return linear(centre, [-x * y, x * x, -y * y, x * y]);
}

/** The growth along an axis, with equal shrinking across it. */
function squeezeAlong(axis: number, centre: FramePoint): Combination {
  const [c, s] = direction(2 * axis);
  return linear(centre, [c, s, s, -c]);
}

const RIGHT_ANGLE = Math.PI / 2;

/** Makes a space that does not depend on an axis. */
const withoutAxis = (
  title: string,
  algebra: string,
  hasCentre: boolean,
  generators: (centre: FramePoint) => readonly Combination[],
  words: (centre: string) => string,
): KnownSpace => ({
  title,
  algebra,
  hasCentre,
  axisPeriod: 0,
  generators: ({ centre }) => generators(centre),
  words: ({ centre }) => words(point(centre)),
});

/** Makes a space that depends on an axis and on no centre. */
const withAxis = (
  title: string,
  algebra: string,
  axisPeriod: number,
  generators: (axis: number, centre: FramePoint) => readonly Combination[],
  words: (axis: string, across: string) => string,
): KnownSpace => ({
  title,
  algebra,
  hasCentre: false,
  axisPeriod,
  generators: ({ axis, centre }) => generators(axis, centre),
  words: ({ axis }) => words(axisName(axis), axisName(axis + RIGHT_ANGLE)),
});

/** The spaces of 2 to 6 fields that have a name. */
export const knownSpaces: readonly KnownSpace[] = [
  withoutAxis(
    "translations",
    "R^2",
    false,
    () => translations,
    () => "all translations",
  ),
  withoutAxis(
    "rotation and scaling",
    "R^2",
    true,
    (c) => [rotationAbout(c), scalingAbout(c)],
    (c) => `rotation and scaling about ${c}`,
  ),
  withoutAxis(
    "special conformal transformations",
    "R^2",
    true,
    specialConformalAbout,
    (c) => `special conformal transformations about ${c}, along x and y`,
  ),
  {
    title: "scalings along two axes",
    algebra: "R^2",
    hasCentre: true,
    axisPeriod: RIGHT_ANGLE,
    generators: ({ axis, centre }) => [
      stretchAlong(axis, centre),
      stretchAlong(axis + RIGHT_ANGLE, centre),
    ],
    words: ({ axis, centre }) =>
      `scaling along ${axisName(axis)} and scaling along ${
        axisName(axis + RIGHT_ANGLE)
      } about ${point(centre)}`,
  },
  withAxis(
    "shear and translation along one axis",
    "R^2",
    Math.PI,
    (axis, c) => [translationAlong(axis), shearAlong(axis, c)],
    (axis) => `translation along ${axis} and shear along ${axis}`,
  ),
  withAxis(
    "affine maps of one axis",
    "aff(1)",
    Math.PI,
    (axis, c) => [translationAlong(axis), stretchAlong(axis, c)],
    (axis) => `translation along ${axis} and scaling along ${axis}`,
  ),
  withoutAxis(
    "rigid motions",
    "se(2)",
    false,
    (c) => [rotationAbout(c), ...translations],
    (c) => `rotation about ${c} and all translations`,
  ),
  withoutAxis(
    "homotheties",
    "R ⋉ R^2 by dilation",
    false,
    (c) => [scalingAbout(c), ...translations],
    (c) => `scaling about ${c} and all translations`,
  ),
  withoutAxis(
    "linear maps that keep areas",
    "sl(2)",
    true,
    linearMapsThatKeepAreas,
    (c) => `rotation and squeeze mappings about ${c}`,
  ),
  withAxis(
    "shear and translations",
    "Heisenberg",
    Math.PI,
    (axis, c) => [shearAlong(axis, c), ...translations],
    (axis) => `shear along ${axis} and all translations`,
  ),
  withAxis(
    "squeeze mapping and translations",
    "e(1,1)",
    RIGHT_ANGLE,
    (axis, c) => [squeezeAlong(axis, c), ...translations],
    (axis) => `squeeze mapping along ${axis} and all translations`,
  ),
  withAxis(
    "scaling along one axis and translations",
    "aff(1) + R",
    Math.PI,
    (axis, c) => [stretchAlong(axis, c), ...translations],
    (axis) => `scaling along ${axis} and all translations`,
  ),
  withoutAxis(
    "similarities",
    "sim(2)",
    false,
    (c) => [rotationAbout(c), scalingAbout(c), ...translations],
    (c) => `rotation and scaling about ${c} and all translations`,
  ),
  withAxis(
    "affine maps of two axes",
    "aff(1) + aff(1)",
    RIGHT_ANGLE,
    (axis, c) =>
      [axis, axis + RIGHT_ANGLE].flatMap((one) => [
        translationAlong(one),
        stretchAlong(one, c),
      ]),
    (axis, across) =>
      `translations and scalings along ${axis} and along ${across}`,
  ),
  withoutAxis(
    "linear maps",
    "gl(2)",
    true,
    (c) => [...linearMapsThatKeepAreas(c), scalingAbout(c)],
    (c) => `all linear maps about ${c}`,
  ),
  withoutAxis(
    "affine maps that keep areas",
    "sa(2)",
    false,
    (c) => [...linearMapsThatKeepAreas(c), ...translations],
    (c) => `rotation and squeeze mappings about ${c} and all translations`,
  ),
  withoutAxis(
    "affine maps",
    "aff(2)",
    false,
    (c) => [
      ...linearMapsThatKeepAreas(c),
      scalingAbout(c),
      ...translations,
    ],
    (c) => `all linear maps about ${c} and all translations`,
  ),
  withoutAxis(
    "conformal maps",
    "so(3,1)",
    false,
    (c) => [
      ...translations,
      rotationAbout(c),
      scalingAbout(c),
      ...specialConformalAbout(c),
    ],
    (c) =>
      `all translations, rotation and scaling about ${c}, and special conformal transformations`,
  ),
];
