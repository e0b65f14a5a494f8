import type { Pairs } from "#lib/datasets/types.ts";
import { unit } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import {
  affineMoved,
  pixelCentres,
  seenAt,
  sinusoidScene,
} from "./sinusoid_images.ts";

/** An affine flow, and the range of its t. */
export interface AffineFlow {
  /**
   * Coefficients in the affine basis, not normalised; t is the time along this field.
   */
  readonly coefficients: readonly number[];
  /** t is uniform from -reach to reach. */
  readonly reach: number;
}

/** The fixed point of both flows, in half-frames. */
const X = 0.3, Y = -0.2;

/** A rotation by up to 20 degrees, and a scaling by factors of up to 4/3. */
export const affineFlows = {
  rotation: { coefficients: [Y, 0, -1, -X, 1, 0], reach: Math.PI / 9 },
  scaling: { coefficients: [-X, 1, 0, -Y, 0, 1], reach: Math.log(4 / 3) },
} as const satisfies Record<string, AffineFlow>;

/** A set of pairs that are registered. */
export interface RegistrationCase {
  readonly flow: keyof typeof affineFlows;
  /** Pixels per side. */
  readonly side: number;
  /** Number of pairs. */
  readonly count: number;
}

/**
 * Pixels per side, and numbers of pairs. The search for the generator takes at most a
 * part of the pairs, so its time per pair falls with their number.
 */
const SIZES = [
  { side: 28, count: 300 },
  { side: 28, count: 3000 },
  { side: 128, count: 60 },
  { side: 128, count: 600 },
] as const;
const QUICK_SIZES = [
  { side: 28, count: 60 },
  { side: 128, count: 12 },
] as const;

/** Lists the sets of pairs that are registered. */
export const registrationCases = (quick: boolean): RegistrationCase[] =>
  (["rotation", "scaling"] as const).flatMap((flow) =>
    (quick ? QUICK_SIZES : SIZES).map((size) => ({ flow, ...size }))
  );

/** Computes the unit coefficients of a case's generator. */
export const trueGenerator = ({ flow }: RegistrationCase): Float64Array =>
  unit(affineFlows[flow].coefficients);

/**
 * Draws the pairs of a case. Each pair has its own scene, whose value is known at every
 * point, so x0 and xt are exact, without interpolation.
 */
export function drawRegistrationPairs(asked: RegistrationCase): Pairs {
  const { flow, side, count } = asked;
  const { coefficients, reach } = affineFlows[flow];
  const stream = randomStream(0, "registration pairs", flow);
  const centres = pixelCentres(side);
  const cells = side * side;
  const [x0, xt] = [0, 1].map(() => new Float32Array(count * cells));
  for (let pair = 0; pair < count; pair++) {
    const t = reach * (2 * stream() - 1);
    const scene = sinusoidScene(stream);
    x0.set(seenAt(scene, centres), pair * cells);
    const sources = affineMoved(coefficients, -t, centres);
    xt.set(seenAt(scene, sources), pair * cells);
  }
  return { ...shapeOf(asked), x0, xt };
}

/** Shape of the pairs; scenes go on beyond the frame. */
const shapeOf = ({ side, count }: RegistrationCase) =>
  ({
    count,
    height: side,
    width: side,
    channels: 1,
    surroundings: "unknown",
  }) as const;

/** The answer of a peer for a case. */
export interface RegistrationReply {
  /** Time per pair, ms. */
  readonly ms: number;
  /** Number of pairs without an answer. */
  readonly failed: number;
  /** Coefficients by the way of estimating them; null if no pair has an answer. */
  readonly estimates: Readonly<Record<string, readonly number[] | null>>;
}

/** Name of the file of a case's pairs in the session's folder: all x0, then all xt. */
export const pairsFile = ({ flow, side, count }: RegistrationCase): string =>
  `registration-${flow}-${side}-${count}.f32`;

/** Draws the pairs of a case and writes them into a folder. */
export async function writePairs(
  folder: string,
  asked: RegistrationCase,
): Promise<void> {
  const { x0, xt } = drawRegistrationPairs(asked);
  const both = new Float32Array(x0.length + xt.length);
  both.set(x0);
  both.set(xt, x0.length);
  await Deno.writeFile(
    `${folder}/${pairsFile(asked)}`,
    new Uint8Array(both.buffer),
  );
}

/** Reads the pairs of a case that were written into a folder. */
export async function pairsIn(
  folder: string,
  asked: RegistrationCase,
): Promise<Pairs> {
  const { buffer } = await Deno.readFile(`${folder}/${pairsFile(asked)}`);
  const both = new Float32Array(buffer);
  return {
    ...shapeOf(asked),
    x0: both.subarray(0, both.length / 2),
    xt: both.subarray(both.length / 2),
  };
}
