import { describe } from "#lib/detection/describe.ts";
import type { Detection, PairPicture } from "#lib/detection/detection.ts";
import type { Evidence, Finding, Verdict } from "#lib/detection/diagnose.ts";
import { NOT_LOOKED_FOR } from "#lib/detection/how_many.ts";
import type { Found } from "#lib/detection/found.ts";
import { foundFlow } from "#lib/detection/use.ts";
import type { FiniteMap } from "#lib/matching/finite_map.ts";
import { modesOf } from "#lib/evaluation/modes.ts";
import {
  type Basis,
  projectField,
  quadratic,
  unit,
  type VectorField,
} from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { blobs } from "../blobs.ts";

/** A name that must never become markup, or commands of a terminal. */
export const hostile = `<img src=x onerror=alert("1")>\x1b[2J & 'co'`;

/** Options of an example; the default is a rotation of blobs. */
export interface ExampleOptions {
  readonly basis?: Basis;
  readonly field?: VectorField;
  readonly verdict?: Verdict;
  readonly evidence?: Partial<Evidence>;
  readonly finiteMap?: FiniteMap;
  readonly findings?: readonly Finding[];
  readonly extent?: { readonly x: number; readonly y: number };
  readonly worst?: number;
}

const SIDE = 28, HELD = 400;

/**
 * A detection of smooth blobs turned by about -0.5 or 0.5, made up without a run. t has
 * two modes.
 */
export function detectionExample(options: ExampleOptions = {}): Detection {
  const { basis = quadratic, extent = { x: 1, y: 1 }, worst = 6 } = options;
  const { field = (x: number, y: number) => [-y, x] as const } = options;
  const stream = randomStream(0, "detection example");
  const gauss = standardNormal(stream);
  const alpha = unit(projectField(field, basis).coefficients);
  const t = Float64Array.from(
    { length: HELD },
    (_, i) => (i % 2 === 0 ? -0.7 : 0.7) + 0.06 * gauss(),
  );
  const explained = t.map(() => 0.97 - 0.1 * stream());
  explained.set([-0.4, 0.12, 0.2, 0.31, 0.35, 0.38].slice(0, worst));
  const coefficients = alpha.map((value) => value + 0.002 * gauss());
  const found: Pick<Found, "basis" | "coefficients"> = {
    basis,
    coefficients: basis.terms.map(({ label }, k) => ({
      term: label,
      value: unit(coefficients)[k],
      low: coefficients[k] - 0.004 - 0.002 * stream(),
      high: coefficients[k] + 0.004 + 0.002 * stream(),
    })),
  };
  const move = foundFlow(found);
  const images = blobs(worst, SIDE, stream).pixels;
  const square = { height: SIDE, width: SIDE, channels: 1 };
  const pictures = Array.from({ length: worst }, (_, i): PairPicture => {
    const x0 = images.slice(i * SIDE ** 2, (i + 1) * SIDE ** 2);
    const moved = move({ pixels: x0, ...square }, t[i]).pixels as Float32Array;
    return {
      index: 37 * i,
      x0,
      moved,
      xt: moved.map((value) => value + 0.15 * gauss()),
      t: t[i],
      explained: explained[i],
    };
  });
  const evidence: Evidence = {
    explained: 0.953,
    explainedByChance: 0.11,
    explainedByBrightness: 0.04,
    noise: 0.01,
    gainLow: 1,
    gainHigh: 1,
    explainedByTwo: 0.956,
    angleOfTwo: 31,
    ...NOT_LOOKED_FOR,
    change: 0.42,
    spreadOfT: 0.81,
    ambiguousT: 0,
    uncertainty: 0.006,
    agreement: 1,
    ...options.evidence,
  };
  const source = {
    name: hostile,
    count: 60_000,
    used: 5000,
    height: Math.round(SIDE * extent.y),
    width: Math.round(SIDE * extent.x),
    channels: 1,
  };
  return {
    source,
    ...found,
    description: describe(basis, alpha, source),
    verdict: options.verdict ?? {
      kind: "found",
      reason:
        "the flow explains 95 % of the change between the images of held-out pairs",
    },
    evidence,
    finiteMap: options.finiteMap ?? null,
    findings: options.findings ?? [],
    held: {
      indices: Uint32Array.from(t, (_, i) => 37 * i),
      t,
      networkT: t.map((value) => 0.95 * value + 0.02 * gauss()),
      explained,
    },
    modes: modesOf(t),
    methods: [
      {
        method: "this answer",
        explained: 0.953,
        angleDegrees: 0,
        seconds: 83.2,
      },
      {
        method: "registration without a network",
        explained: 0.71,
        angleDegrees: 12.4,
        seconds: 9,
      },
      { method: hostile, explained: -3.2, angleDegrees: null, seconds: 0 },
    ],
    pictures: {
      side: SIDE,
      extent,
      mean: meanOf(blobs(30, SIDE, stream).pixels),
      worst: pictures,
    },
  };
}

/** The example with the verdict that nothing was found. */
export function nothingFound(options: ExampleOptions = {}): Detection {
  return detectionExample({
    verdict: {
      kind: "none",
      reason:
        "the flow explains 4 % of the change between the images of held-out pairs, and 5 % of that between images of different pairs: the images of a pair are not related by one flow",
    },
    evidence: { explained: 0.04, explainedByChance: 0.05 },
    ...options,
  });
}

function meanOf(pixels: Float32Array): Float32Array {
  const cells = SIDE ** 2;
  const mean = new Float32Array(cells);
  const count = pixels.length / cells;
  pixels.forEach((value, i) => mean[i % cells] += value / count);
  return mean;
}
