import type { VectorField } from "../basis.ts";
import { gaussLegendre } from "./gauss_legendre.ts";

/**
 * Gauss-Legendre nodes per side of the frame. With 16 the inner product of two fields is
 * exact for polynomial fields up to degree 15, brackets of fields up to degree 8.
 */
const NODES = 16;

/** A node of the quadrature rule of the frame. */
interface Node {
  /** Position, half-frames. */
  readonly x: number;
  readonly y: number;
  /** Root of the weight; the squares of all sum to 1. */
  readonly root: number;
}

const { nodes, weights } = gaussLegendre(NODES);

const frameNodes: readonly Node[] = [...nodes].flatMap((y, row) =>
  [...nodes].map((x, column): Node => ({
    x,
    y,
    root: Math.sqrt(weights[row] * weights[column] / 4),
  }))
);

/**
 * Samples a field on the frame [-1, 1]^2 with the roots of the quadrature weights. The
 * dot product of the samples of two fields is their inner product: the mean over the
 * frame of the dot product of their vectors. A constant field of length 1 has norm 1, in
 * half-frames per unit of t.
 *
 * @returns 512 numbers
 */
export function frameSamples(field: VectorField): Float64Array {
  const out = new Float64Array(2 * frameNodes.length);
  frameNodes.forEach(({ x, y, root }, i) => {
    const [gammaX, gammaY] = field(x, y);
    out[2 * i] = root * gammaX;
    out[2 * i + 1] = root * gammaY;
  });
  return out;
}
