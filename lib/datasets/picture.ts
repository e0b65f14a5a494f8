import { LARGEST_SIDE } from "./image_stack.ts";

/** An image as bytes, row by row, channels last. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  /** 1 or 3. */
  readonly channels: number;
  readonly bytes: Uint8Array;
}

/** @throws Error for an image that is not to be unpacked at all. */
export function checkSides(height: number, width: number): void {
  if (width <= LARGEST_SIDE && height <= LARGEST_SIDE) return;
  throw new Error(
    `${height} x ${width} pixels, more than ${LARGEST_SIDE} a side; scale it first`,
  );
}
