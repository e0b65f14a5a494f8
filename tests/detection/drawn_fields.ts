import type { VectorField } from "#lib/lie/basis.ts";

/** A point, in half-frames. */
type Point = readonly [x: number, y: number];

/** A field of a known kind, with its expected name and numbers. */
export interface DrawnField {
  readonly field: VectorField;
  /** Beginning of the name. */
  readonly begins: string;
  /** The numbers in the name, in their order; an axis in whole degrees. */
  readonly numbers: readonly number[];
  /** The natural quantity of a flow that carries `from` to `to`. */
  readonly measured: (from: Point, to: Point) => number;
}

/** Random numbers that define a field. */
export interface Draw {
  readonly centre: Point;
  /** Direction of the axis: whole degrees between -90 and 90, not near x or y. */
  readonly degrees: number;
  /** Rate of either sign, not near 0. */
  readonly rate: number;
  /** Ratio from 0.3 to 0.7. */
  readonly ratio: number;
}

/** Size of the images in pixels. Its half-frame is 20 pixels. */
export const SIZE = { height: 30, width: 40 };

const dot = ([a, b]: Point, [c, d]: Point) => a * c + b * d;
const minus = ([a, b]: Point, [c, d]: Point): Point => [a - c, b - d];
const scaled = (s: number, [a, b]: Point): Point => [s * a, s * b];

/** Angle from (x, y) to (X, Y), degrees from x to y. */
const turned = (a: Point, b: Point) =>
  Math.atan2(a[0] * b[1] - a[1] * b[0], dot(a, b)) * 180 / Math.PI;

/** A field of each kind that has a natural parameter. */
export const drawn: Readonly<Record<string, (draw: Draw) => DrawnField>> = {
  translation({ degrees, rate }) {
    const u = axisOf(degrees);
    return {
      field: () => scaled(rate, u),
      begins: "translation along ",
      numbers: [degrees],
      measured: (from, to) => 20 * dot(minus(to, from), u),
    };
  },
  rotation({ centre: c, rate }) {
    return {
      field: (x, y) => [-rate * (y - c[1]), rate * (x - c[0])],
      begins: "rotation about ",
      numbers: c,
      measured: (from, to) => turned(minus(from, c), minus(to, c)),
    };
  },
  scaling({ centre: c, rate }) {
    return {
      field: (x, y) => [rate * (x - c[0]), rate * (y - c[1])],
      begins: "scaling about ",
      numbers: c,
      measured: (from, to) =>
        Math.hypot(...minus(to, c)) / Math.hypot(...minus(from, c)),
    };
  },
  stretch({ centre, degrees, rate }) {
    const u = axisOf(degrees), place = dot(centre, u);
    return {
      field: (x, y) => scaled(rate * (dot([x, y], u) - place), u),
      begins: "stretch along ",
      numbers: [degrees, ...scaled(place, u)],
      measured: (from, to) => (dot(to, u) - place) / (dot(from, u) - place),
    };
  },
  shear({ centre, degrees, rate }) {
    const u = axisOf(degrees), n = acrossOf(u), place = dot(centre, n);
    return {
      field: (x, y) => scaled(rate * (dot([x, y], n) - place), u),
      begins: "shear along ",
      numbers: [degrees, ...scaled(place, n)],
      measured: (from, to) => dot(minus(to, from), u) / (dot(from, n) - place),
    };
  },
  spiral({ centre: c, rate, ratio }) {
    const growth = ratio * Math.abs(rate);
    return {
      field(x, y) {
        const [px, py] = minus([x, y], c);
        return [growth * px - rate * py, rate * px + growth * py];
      },
      begins: "rotation and scaling at once about ",
      numbers: [...c, Math.LN2 / ratio * 180 / Math.PI],
      measured: (from, to) => turned(minus(from, c), minus(to, c)),
    };
  },
  squeeze({ centre, degrees, rate }) {
    // A squeeze is named by its axis within 45 degrees of x.
    const named = Math.abs(degrees) < 45
      ? degrees
      : degrees - Math.sign(degrees) * 90;
    const u = axisOf(named), n = acrossOf(u);
    return {
      field(x, y) {
        const p = minus([x, y], centre);
        const [a, b] = [rate * dot(p, u), -rate * dot(p, n)];
        return [a * u[0] + b * n[0], a * u[1] + b * n[1]];
      },
      begins: "squeeze mapping along ",
      numbers: [named],
      measured: (from, to) =>
        dot(minus(to, centre), u) / dot(minus(from, centre), u),
    };
  },
  anisotropic({ centre, degrees, rate, ratio }) {
    const u = axisOf(degrees), n = acrossOf(u);
    return {
      field(x, y) {
        const p = minus([x, y], centre);
        const [a, b] = [rate * dot(p, u), ratio * rate * dot(p, n)];
        return [a * u[0] + b * n[0], a * u[1] + b * n[1]];
      },
      begins: "anisotropic scaling about ",
      numbers: [...centre, ratio, degrees],
      measured: (from, to) =>
        dot(minus(to, centre), u) / dot(minus(from, centre), u),
    };
  },
  elliptic({ centre, degrees, rate, ratio }) {
    // A turn in coordinates in which the ellipses are circles.
    const u = axisOf(degrees), n: Point = [-u[1], u[0]];
    const round = (point: Point): Point => {
      const p = minus(point, centre);
      return [dot(p, u), dot(p, n) / ratio];
    };
    return {
      field(x, y) {
        const [a, b] = round([x, y]);
        const [va, vb] = [-rate * b, rate * ratio * a];
        return [va * u[0] + vb * n[0], va * u[1] + vb * n[1]];
      },
      begins: "elliptic rotation about ",
      numbers: [...centre, 1 / ratio, degrees],
      measured: (from, to) => turned(round(from), round(to)),
    };
  },
};

function axisOf(degrees: number): Point {
  const angle = degrees * Math.PI / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

/** Direction across u: down, or right if that is nearer. */
function acrossOf([x, y]: Point): Point {
  const sign = Math.abs(y) > Math.abs(x) ? Math.sign(-y) : Math.sign(x);
  return [-sign * y, sign * x];
}
