import { Word } from "../gemm_job";

@inline
export function word(job: usize, index: Word): i32 {
  return load<i32>(job + (index << 2));
}

@inline
export function address(job: usize, index: Word): usize {
  return load<usize>(job + (index << 2));
}

@inline
export function number(job: usize, index: Word): f32 {
  return load<f32>(job + (index << 2));
}

/** Takes the next number of a shared counter. */
@inline
export function claim(job: usize, index: Word): i32 {
  return atomic.add<i32>(job + (index << 2), 1);
}
