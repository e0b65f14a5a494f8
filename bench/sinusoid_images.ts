import { rungeKutta } from "#lib/flow/runge_kutta.ts";
import { expm } from "#lib/lie/expm.ts";
import type { Velocity } from "#lib/lie/monomials.ts";
import type { RandomStream } from "#lib/random/streams.ts";

/** Number of waves in a scene. */
const WAVES = 40;

/**
 * Shortest and longest wavelength, in half-frames: 24 and 160 px of 200, 3.4 and
 * 22 px of 28.
 */
const SHORTEST = 0.24, LONGEST = 1.6;

/** Runge-Kutta steps per unit of t of a unit generator. */
const STEPS_PER_UNIT = 64;

/** The value of a scene at a point, whose coordinates are in half-frames. */
export type Scene = (x: number, y: number) => number;

/** Points: all their x, then all their y, in half-frames. */
export type Points = Float64Array;

/**
 * Draws a scene: the mean of 40 waves of equal amplitude. Their directions and phases
 * are uniform, their wavelengths log-uniform.
 */
export function sinusoidScene(stream: RandomStream): Scene {
  const [kx, ky, phase] = [0, 1, 2].map(() => new Float64Array(WAVES));
  for (let wave = 0; wave < WAVES; wave++) {
    const length = SHORTEST * (LONGEST / SHORTEST) ** stream();
    const direction = 2 * Math.PI * stream();
    kx[wave] = 2 * Math.PI / length * Math.cos(direction);
    ky[wave] = 2 * Math.PI / length * Math.sin(direction);
    phase[wave] = 2 * Math.PI * stream();
  }
  return (x, y) => {
    let sum = 0;
    for (let wave = 0; wave < WAVES; wave++) {
      sum += sine(kx[wave] * x + ky[wave] * y + phase[wave]);
    }
    return sum / WAVES;
  };
}

/** Taylor coefficients of the sine: of x, x^3, up to x^17. */
const [S1, S3, S5, S7, S9, S11, S13, S15, S17] = [
  ...[1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880, -1 / 39916800],
  ...[1 / 6227020800, -1 / 1307674368000, 1 / 355687428096000],
];

/**
 * Computes the sine to 1e-13 for angles up to 100 radians, in a fifth of Math.sin's
 * time.
 */
export function sine(angle: number): number {
  const turns = angle / (2 * Math.PI);
  const part = turns - Math.floor(turns + 0.5);
  const folded = part > 0.25 ? 0.5 - part : part < -0.25 ? -0.5 - part : part;
  const x = 2 * Math.PI * folded, z = x * x;
  const upper = S9 + z * (S11 + z * (S13 + z * (S15 + z * S17)));
  return x * (S1 + z * (S3 + z * (S5 + z * (S7 + z * upper))));
}

/** Evaluates a scene at points. */
export function seenAt(scene: Scene, points: Points): Float32Array {
  const count = points.length / 2;
  return Float32Array.from(
    { length: count },
    (_, i) => scene(points[i], points[count + i]),
  );
}

/** Lists the centres of a square image's pixels, row by row. */
export function pixelCentres(side: number): Points {
  const cells = side * side;
  return Float64Array.from({ length: 2 * cells }, (_, i) => {
    const index = i < cells ? i % side : Math.floor((i - cells) / side);
    return (index - (side - 1) / 2) / (side / 2);
  });
}

/**
 * Moves points for a time t along an affine field, by the matrix exponential.
 *
 * @param alpha Coefficients in the affine basis.
 */
export function affineMoved(
  alpha: ArrayLike<number>,
  t: number,
  points: Points,
): Points {
  const rows = [1, 2, 0, 4, 5, 3].map((k) => t * alpha[k]);
  const [a, b, c, d, e, f] = expm(Float64Array.of(...rows, 0, 0, 0));
  const count = points.length / 2;
  const moved = new Float64Array(points.length);
  for (let i = 0; i < count; i++) {
    const x = points[i], y = points[count + i];
    moved[i] = a * x + b * y + c;
    moved[count + i] = d * x + e * y + f;
  }
  return moved;
}

/** Moves points for a time t along any field, by the classical Runge-Kutta method. */
export function moved(velocity: Velocity, t: number, points: Points): Points {
  const count = points.length / 2;
  const out = new Float64Array(2);
  const step = rungeKutta((state, slopes) => {
    for (let i = 0; i < count; i++) {
      velocity(state[i], state[count + i], out);
      slopes[i] = out[0];
      slopes[count + i] = out[1];
    }
  }, points.length);
  const state = points.slice();
  const steps = Math.ceil(STEPS_PER_UNIT * Math.abs(t));
  for (let k = 0; k < steps; k++) step(state, t / steps);
  return state;
}
