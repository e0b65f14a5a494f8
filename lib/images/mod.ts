/**
 * Images moved along a flow, read between their cells, averaged and blurred.
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
