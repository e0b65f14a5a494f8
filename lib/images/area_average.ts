/** Size of an image, in pixels. */
export interface Size {
  /** Height, pixels. */
  readonly height: number;
  /** Width, pixels. */
  readonly width: number;
}

/**
 * An image that is read one row at a time, so that no second copy of it is in memory.
 */
export interface RowImage extends Size {
  /** Values per pixel. */
  readonly channels: number;
  /**
   * Writes one row.
   *
   * @param y Number of the row, from 0.
   * @param into Gets `width * channels` values, channels last.
   */
  readonly row: (y: number, into: Float32Array) => void;
}

/**
 * Computes the size to which an image is scaled down so that its longer side has `most`
 * pixels. The new pixels are squares of the old image; the shorter side gets as many as
 * fit. An image that is small enough keeps its size.
 *
 * @param most the largest number of pixels of the longer side.
 */
export function fittedSize({ height, width }: Size, most: number): Size {
  const longer = Math.max(height, width);
  if (longer <= most) return { height, width };
  const fitted = (side: number) => Math.floor(side * most / longer);
  return { height: fitted(height), width: fitted(width) };
}

/**
 * Scales an image down by a box filter: every new pixel is the mean over the square of
 * the old image that it covers. Old pixels that are covered in part are weighted by
 * that part. The squares are centred: the rest of the shorter side, less than one
 * square, is cut off in equal parts at both ends. So a point keeps its position in
 * half-frames from the middle.
 *
 * @param image The image; each of its rows is read once, in order.
 * @param size The new size, from {@linkcode fittedSize}.
 * @returns `size.height * size.width * channels` values, row-major, channels last.
 */
export function areaAverage(image: RowImage, size: Size): Float32Array {
  const { channels } = image;
  const cell = Math.max(image.height, image.width) /
    Math.max(size.height, size.width);
  const rows = sharesOf(image.height, size.height, cell);
  const columns = sharesOf(image.width, size.width, cell);
  const source = new Float32Array(image.width * channels);
  // One more cell at either end collects what is cut off.
  const line = new Float64Array((size.width + 2) * channels);
  const sums = new Float64Array((size.height + 2) * line.length);
  for (let y = 0; y < image.height; y++) {
    image.row(y, source);
    shrinkRow(source, channels, columns, line);
    const first = (rows.cell[y] + 1) * line.length;
    const [a, b] = [rows.inCell[y], rows.inNext[y]];
    for (let i = 0; i < line.length; i++) sums[first + i] += a * line[i];
    if (b === 0) continue;
    const next = first + line.length;
    for (let i = 0; i < line.length; i++) sums[next + i] += b * line[i];
  }
  const out = new Float32Array(size.height * size.width * channels);
  const length = size.width * channels;
  for (let y = 0; y < size.height; y++) {
    const from = (y + 1) * line.length + channels;
    out.set(sums.subarray(from, from + length), y * length);
  }
  return out;
}

/** The weights of an axis' pixels in its cells; a pixel overlaps two cells at most. */
interface Shares {
  /** The first cell that a pixel overlaps: -1 to the number of cells. */
  readonly cell: Int32Array;
  /** Weight of the pixel in that cell, and in the next one. */
  readonly inCell: Float64Array;
  readonly inNext: Float64Array;
}

/** @param size the size of a cell, in pixels, at least 1. */
function sharesOf(pixels: number, cells: number, size: number): Shares {
  const offset = (pixels - cells * size) / 2;
  const [cell, inCell, inNext] = [
    new Int32Array(pixels),
    new Float64Array(pixels),
    new Float64Array(pixels),
  ];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const first = Math.floor((pixel - offset) / size);
    const border = offset + (first + 1) * size;
    const inside = Math.min(1, border - pixel);
    cell[pixel] = Math.max(-1, Math.min(cells, first));
    inCell[pixel] = inside / size;
    inNext[pixel] = first >= cells ? 0 : (1 - inside) / size;
  }
  return { cell, inCell, inNext };
}

function shrinkRow(
  source: Float32Array,
  channels: number,
  { cell, inCell, inNext }: Shares,
  line: Float64Array,
): void {
  line.fill(0);
  for (let x = 0; x < cell.length; x++) {
    const at = (cell[x] + 1) * channels, from = x * channels;
    const [a, b] = [inCell[x], inNext[x]];
    for (let c = 0; c < channels; c++) line[at + c] += a * source[from + c];
    if (b === 0) continue;
    for (let c = 0; c < channels; c++) {
      line[at + channels + c] += b * source[from + c];
    }
  }
}
