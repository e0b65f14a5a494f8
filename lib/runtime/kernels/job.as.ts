import { Word } from "../gemm_job";

// @ts-ignore: decorator
@inline
export function word(job: usize, index: Word): i32 {
  return load<i32>(job + (index << 2));
}

// @ts-ignore: decorator
@inline
export function address(job: usize, index: Word): usize {
  return load<usize>(job + (index << 2));
}

// @ts-ignore: decorator
@inline
export function number(job: usize, index: Word): f32 {
  return load<f32>(job + (index << 2));
}

/** Takes the next number of a shared counter. */
// @ts-ignore: decorator
@inline
export function claim(job: usize, index: Word): i32 {
  return atomic.add<i32>(job + (index << 2), 1);
}
