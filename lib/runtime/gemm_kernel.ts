/** The exports of the kernel module; see kernels/gemm.as.ts. */
export interface GemmKernel {
  readonly adam: (job: number) => void;
  readonly ranges: (count: number) => number;
  readonly groups: (n: number) => number;
  readonly packedBytes: (n: number, k: number) => number;
  readonly scratchBytes: (tileRows: number) => number;
  readonly packB: (job: number) => void;
  readonly multiplyTiles: (job: number, scratch: number) => void;
  readonly multiplyRows: (job: number) => void;
  readonly multiplyColumns: (job: number) => void;
  readonly outerLines: (job: number) => void;
  readonly sumSlots: (job: number) => void;
  readonly rowClaims: (rows: number) => number;
  readonly columnClaims: (columns: number) => number;
  readonly addBias: (job: number) => void;
  readonly activationGradient: (job: number) => void;
  readonly normalise: (job: number) => void;
  readonly normaliseGradient: (job: number) => void;
  readonly rowDistances: (job: number) => void;
  readonly distanceGradient: (job: number) => void;
  readonly MR: WebAssembly.Global;
  readonly NR: WebAssembly.Global;
}

/** Instantiates the kernels over a memory; every thread has its own instance. */
export function instantiateKernel(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): GemmKernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as GemmKernel;
}

/** A module of one function: f32x4.relaxed_madd of three i32x4.splat(0). */
const RELAXED_MADD = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 19, 1, 17, 0, 65, 0, 253, 17, 65, 0, 253, 17, 65, 0, 253, 17],
  ...[253, 133, 2, 11],
]);

/** Whether this engine has relaxed SIMD's fused multiply-add. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(RELAXED_MADD);
}
