/** Computes x y + z, with one rounding if the build has relaxed SIMD. */
@inline
export function madd(x: v128, y: v128, z: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, z);
  return f32x4.add(f32x4.mul(x, y), z);
}

/** Returns x if x >= 0 or NaN, else slope x. */
@inline
export function activate(x: v128, slope: f32): v128 {
  const negative = f32x4.lt(x, f32x4.splat(0));
  return v128.bitselect(f32x4.mul(x, f32x4.splat(slope)), x, negative);
}

@inline
export function sumOfLanes(x: v128): f32 {
  return (f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}
