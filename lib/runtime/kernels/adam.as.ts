import { Word } from "../gemm_job";
import { address, claim, number, word } from "./job.as";

/** Number of parameters per claim. */
const RANGE: i32 = 16384;

/** Number of ranges that the threads of `adam` claim. */
export function ranges(count: i32): i32 {
  return (count + RANGE - 1) / RANGE;
}

/**
 * Does one step of Adam (Kingma and Ba 2015, algorithm 1), in place:
 *
 *   m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2,
 *   x = x - lr / (1 - beta1^t) m / (sqrt(v / (1 - beta2^t)) + epsilon).
 */
export function adam(job: usize): void {
  const last = word(job, Word.Tiles);
  for (let r = claim(job, Word.NextTile); r < last; r = claim(job, Word.NextTile)) {
    adamRange(job, r * RANGE, min((r + 1) * RANGE, word(job, Word.Count)));
    claim(job, Word.TilesDone);
  }
}

function adamRange(job: usize, start: i32, end: i32): void {
  const x = address(job, Word.Parameters);
  const g = address(job, Word.Gradients);
  const m = address(job, Word.Momentum);
  const v = address(job, Word.Variance);
  let i = start * 4;
  for (; i + 16 <= end * 4; i += 16) {
    const gradient = v128.load(g + i);
    const square = f32x4.mul(gradient, gradient);
    const momentum = mix(number(job, Word.Beta1), number(job, Word.Rest1), v128.load(m + i), gradient);
    const variance = mix(number(job, Word.Beta2), number(job, Word.Rest2), v128.load(v + i), square);
    v128.store(m + i, momentum);
    v128.store(v + i, variance);
    v128.store(x + i, f32x4.sub(v128.load(x + i), change(job, momentum, variance)));
  }
  for (; i < end * 4; i += 4) {
    const gradient = load<f32>(g + i);
    const square = f32x4.splat(gradient * gradient);
    const momentum = mix(number(job, Word.Beta1), number(job, Word.Rest1), v128.load32_splat(m + i), f32x4.splat(gradient));
    const variance = mix(number(job, Word.Beta2), number(job, Word.Rest2), v128.load32_splat(v + i), square);
    v128.store32_lane(m + i, momentum, 0);
    v128.store32_lane(v + i, variance, 0);
    store<f32>(x + i, load<f32>(x + i) - f32x4.extract_lane(change(job, momentum, variance), 0));
  }
}

/** Computes beta old + rest fresh. */
@inline
function mix(beta: f32, rest: f32, old: v128, fresh: v128): v128 {
  return f32x4.add(
    f32x4.mul(f32x4.splat(beta), old),
    f32x4.mul(f32x4.splat(rest), fresh),
  );
}

@inline
function change(job: usize, momentum: v128, variance: v128): v128 {
  const scaled = f32x4.mul(variance, f32x4.splat(number(job, Word.VarianceScale)));
  return f32x4.div(
    f32x4.mul(f32x4.splat(number(job, Word.StepSize)), momentum),
    f32x4.add(f32x4.sqrt(scaled), f32x4.splat(number(job, Word.Epsilon))),
  );
}
