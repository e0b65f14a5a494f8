import type { LabelledImages } from "#lib/constraint/classed_images.ts";
import { describe } from "#lib/detection/describe.ts";
import type { Found } from "#lib/detection/found.ts";
import {
  affine,
  type Basis,
  norm,
  projectField,
  unit,
  type VectorField,
} from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";

const SIDE = 12;

/** Blobs of a class: their places and widths, in half-frames. */
export type Shape = readonly (readonly [x: number, y: number, width: number])[];

/**
 * Images of blobs, a different shape for each class, with places and sizes that vary.
 *
 * @param shapes One per class; the labels are their indices.
 */
export function labelledBlobs(
  count: number,
  shapes: readonly Shape[],
): LabelledImages {
  const gauss = standardNormal(randomStream(0, "labelled blobs"));
  const pixels = new Float32Array(count * SIDE ** 2);
  const labels = Int32Array.from(
    { length: count },
    (_, i) => i % shapes.length,
  );
  for (let i = 0; i < count; i++) {
    for (const [x, y, width] of shapes[labels[i]]) {
      const [cx, cy] = [x + 0.04 * gauss(), y + 0.04 * gauss()];
      const sd = width * (1 + 0.05 * gauss());
      for (let cell = 0; cell < SIDE ** 2; cell++) {
        const px = (2 * (cell % SIDE) + 1) / SIDE - 1;
        const py = (2 * Math.floor(cell / SIDE) + 1) / SIDE - 1;
        const r2 = (px - cx) ** 2 + (py - cy) ** 2;
        pixels[i * SIDE ** 2 + cell] += Math.exp(-r2 / (2 * sd * sd));
      }
    }
  }
  return { count, side: SIDE, pixels, labels };
}

/**
 * An answer with this generator, and t evenly spread slightly beyond -most to most.
 *
 * @param most In the field's own unit, for example radians.
 */
export function foundAlong(
  field: VectorField,
  most: number,
  basis: Basis = affine,
): Found {
  const { coefficients } = projectField(field, basis);
  const [alpha, scale] = [unit(coefficients), norm(coefficients)];
  // The window leaves out 2 % of the t at either end.
  const t = Float64Array.from(
    { length: 101 },
    (_, i) => (i / 50 - 1) * most * scale / 0.96,
  );
  return {
    basis,
    coefficients: basis.terms.map(({ label }, k) => (
      { term: label, value: alpha[k], low: alpha[k], high: alpha[k] }
    )),
    description: describe(basis, alpha, { height: SIDE, width: SIDE }),
    verdict: { kind: "found", reason: "an example" },
    held: {
      indices: new Uint32Array(t.length),
      t,
      networkT: t,
      explained: t.map(() => 1),
    },
    modes: [],
  };
}
