/**
 * Moves images along flows, interpolates them between their cells, and averages and
 * blurs them.
 *
 * @module
 */
export {
  areaAverage,
  fittedSize,
  type RowImage,
  type Size,
} from "./area_average.ts";
export { blur } from "./blur.ts";
export {
  type InterpolationName,
  interpolations,
  usualInterpolation,
  type Warp,
} from "./interpolations.ts";
export type { Kernel, SampledImage } from "./kernels.ts";
export { type Flow, warp } from "./warp.ts";
