/** A flow phi_t(x, y): the position of the point (x, y) after time t, in half-frames. */
export type Flow = (
  t: number,
  x: number,
  y: number,
) => readonly [number, number];

/**
 * Moves the content of an image along a flow: x_t(r) = x_0(phi_{-t}(r)).
 *
 * The image is read bilinearly between the cell centres and is zero outside, as in
 * PyTorch's `grid_sample(align_corners=False)`. The result is zero, too, where the flow
 * comes from a place that is not finite. The frame is [-1, 1] along the longer side and
 * has the same scale along the shorter one, so cells are square.
 *
 * @param image height x width x channels, row-major
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels values per pixel, at least 1
 * @param flow phi; evaluated once per pixel
 * @param t parameter in the flow's unit; 0 leaves the image as it is
 * @param out gets the moved image, not `image` itself; a new array if left out
 * @returns `out`
 * @throws {RangeError} if a size does not fit or t is not finite
 */
export function warp(
  image: Float32Array,
  height: number,
  width: number,
  channels: number,
  flow: Flow,
  t: number,
  out: Float32Array = new Float32Array(image.length),
): Float32Array {
  checkWarp("warp", image, height, width, channels, t, out);
  const half = Math.max(height, width) / 2; // cells in a half-frame
  const middleX = (width - 1) / 2, middleY = (height - 1) / 2;
  const back = -t;
  let target = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++, target += channels) {
      const at = flow(back, (column - middleX) / half, (row - middleY) / half);
      const x = at[0] * half + middleX, y = at[1] * half + middleY; // in cells
      sample(image, height, width, channels, x, y, out, target);
    }
  }
  return out;
}

/**
 * Makes an image whose every pixel has the content of a given place, read bilinearly as
 * by {@linkcode warp}.
 *
 * @param image height x width x channels, row-major
 * @param sources the columns of all places, and then their rows, in cells
 * @param out gets the new image, not `image` itself; a new array if left out
 * @returns `out`
 */
export function warpFrom(
  image: Float32Array,
  height: number,
  width: number,
  channels: number,
  sources: ArrayLike<number>,
  out: Float32Array = new Float32Array(image.length),
): Float32Array {
  checkWarp("warpFrom", image, height, width, channels, 0, out);
  const count = height * width;
  for (let i = 0; i < count; i++) {
    const [x, y] = [sources[i], sources[count + i]];
    sample(image, height, width, channels, x, y, out, i * channels);
  }
  return out;
}

/** Writes the image's value at (x, y), in cells, from `target` on. */
function sample(
  image: Float32Array,
  height: number,
  width: number,
  channels: number,
  x: number,
  y: number,
  out: Float32Array,
  target: number,
): void {
  if (x >= 0 && x < width - 1 && y >= 0 && y < height - 1) {
    sampleInside(image, width, channels, x, y, out, target);
  } else {
    sampleAtEdge(image, height, width, channels, x, y, out, target);
  }
}

/**
 * Checks the arguments of a function that moves images.
 *
 * @param name Name of the function, for messages.
 * @throws {RangeError} if a size does not fit, `out` is the image, or t is not
 * finite
 */
export function checkWarp(
  name: string,
  image: Float32Array,
  height: number,
  width: number,
  channels: number,
  t: number,
  out: Float32Array,
): void {
  const length = height * width * channels;
  for (const [what, array] of [["image", image], ["out", out]] as const) {
    if (array.length !== length || length === 0) {
      throw new RangeError(
        `${name}: expected ${height} x ${width} x ${channels} values in ${what}, found ${array.length}`,
      );
    }
  }
  if (image === out) {
    throw new RangeError(
      `${name}: expected out to be another array than image`,
    );
  }
  if (!Number.isFinite(t)) {
    throw new RangeError(`${name}: expected a finite parameter t, found ${t}`);
  }
}

/**
 * Writes the image's value at (x, y), all four cells around it being inside, from
 * `target` on.
 */
function sampleInside(
  image: Float32Array,
  width: number,
  channels: number,
  x: number,
  y: number,
  out: Float32Array,
  target: number,
): void {
  const left = Math.floor(x), top = Math.floor(y);
  const dx = x - left, dy = y - top;
  const above = (top * width + left) * channels;
  const below = above + width * channels;
  for (let k = 0; k < channels; k++) {
    const a = image[above + k], b = image[above + channels + k];
    const c = image[below + k], d = image[below + channels + k];
    const upper = a + dx * (b - a), lower = c + dx * (d - c);
    out[target + k] = upper + dy * (lower - upper);
  }
}

/**
 * Writes the image's value at (x, y), where cells outside count as zero, from `target`
 * on.
 */
function sampleAtEdge(
  image: Float32Array,
  height: number,
  width: number,
  channels: number,
  x: number,
  y: number,
  out: Float32Array,
  target: number,
): void {
  const left = Math.floor(x), top = Math.floor(y); // may be infinite or NaN
  for (let k = 0; k < channels; k++) {
    let sum = 0;
    for (let row = Math.max(top, 0); row <= top + 1 && row < height; row++) {
      const rowWeight = 1 - Math.abs(y - row);
      for (let col = Math.max(left, 0); col <= left + 1 && col < width; col++) {
        const weight = rowWeight * (1 - Math.abs(x - col));
        sum += weight * image[(row * width + col) * channels + k];
      }
    }
    out[target + k] = sum;
  }
}
