import type { Addresses, Gemm } from "./gemm.ts";
import type { GemmPool } from "./gemm_pool.ts";

/** The operands in the kernels' memory. */
interface Staged {
  readonly addresses: Addresses;
  /** Copies C back, if it was copied. */
  readonly finish: () => void;
}

/** Copies the operands that are outside of the pool's memory into it. */
export function stageOperands(
  pool: GemmPool,
  { a, b, c, bias, beta }: Gemm,
  packedBytes: number,
): Staged {
  const inside = pool.memory.memory.buffer;
  const sizes = [a, b, c, bias].map((operand) =>
    operand === undefined || operand.buffer === inside ? 0 : room(operand)
  );
  const places = [a, b, c, bias].map((operand) => operand?.byteOffset ?? 0);
  const packedB = pool.packedB.reserve(packedBytes);
  let next = pool.staging.reserve(sizes.reduce((sum, size) => sum + size));
  for (let i = 0; i < sizes.length; i++) {
    if (sizes[i] === 0) continue;
    places[i] = next;
    next += sizes[i];
  }
  const stagedAt = (i: number, { length }: Float32Array) =>
    new Float32Array(pool.memory.memory.buffer, places[i], length);
  if (sizes[0] > 0) stagedAt(0, a).set(a);
  if (sizes[1] > 0) stagedAt(1, b).set(b);
  if (sizes[2] > 0 && beta !== 0) stagedAt(2, c).set(c);
  if (sizes[3] > 0 && bias) stagedAt(3, bias).set(bias);
  return {
    addresses: {
      a: places[0],
      b: places[1],
      c: places[2],
      bias: places[3],
      packedB,
    },
    finish: () => {
      if (sizes[2] > 0) c.set(stagedAt(2, c));
    },
  };
}

const room = ({ byteLength }: Float32Array) => Math.ceil(byteLength / 64) * 64;
