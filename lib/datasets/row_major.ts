/** Number of bytes of the images that are reordered at a time. */
export const GROUP_BYTES = 2 ** 27;

/** An array in Fortran order: its first axis, that of the images, varies fastest. */
export interface FortranArray {
  readonly shape: readonly number[];
  /** Number of bytes per value. */
  readonly valueBytes: number;
}

/**
 * Computes the size of the whole array in bytes, and the number of images that are
 * reordered at a time.
 */
export function groupsOf(
  { shape: [count, ...axes], valueBytes }: FortranArray,
  groupBytes: number = GROUP_BYTES,
) {
  const imageBytes = valueBytes * product(axes);
  const images = Math.min(
    count,
    Math.max(1, Math.floor(groupBytes / imageBytes)),
  );
  return { imageBytes, images, passes: Math.ceil(count / images) };
}

/**
 * Converts the bytes of an array in Fortran order to row-major order, image after image.
 *
 * Every image is scattered over the whole file. So the file is read once per group of
 * images, and only that group is in memory.
 *
 * @param read Reads the array's bytes, in chunks of any size; each call starts again.
 * @param groupBytes Number of bytes of a group, which has at least one image.
 * @throws Error if there are more or fewer bytes than the shape has.
 */
export async function* rowMajor(
  array: FortranArray,
  read: () => AsyncIterable<Uint8Array>,
  groupBytes: number = GROUP_BYTES,
): AsyncGenerator<Uint8Array> {
  const { shape: [count, ...axes], valueBytes } = array;
  const { imageBytes, images } = groupsOf(array, groupBytes);
  const places = placesOf(axes);
  const group = new Uint8Array(images * imageBytes);
  for (let first = 0; first < count; first += images) {
    const taken = Math.min(images, count - first);
    await gather({ count, valueBytes, places, first, taken }, read(), group);
    yield group.subarray(0, taken * imageBytes);
  }
}

/** The images to gather, and the order of their values in the file. */
interface Gathering {
  /** Number of images in the file. */
  readonly count: number;
  readonly valueBytes: number;
  /** Row-major index of a value in its image, by its index in Fortran order. */
  readonly places: Uint32Array;
  readonly first: number;
  readonly taken: number;
}

/** Copies the bytes of the images `first` to `first + taken` out of a stream. */
async function gather(
  { count, valueBytes, places, first, taken }: Gathering,
  chunks: AsyncIterable<Uint8Array>,
  group: Uint8Array,
): Promise<void> {
  // The file contains the values of all images at one pixel, then those at the next one.
  const pixelBytes = count * valueBytes;
  const [from, to] = [first * valueBytes, (first + taken) * valueBytes];
  const imageBytes = places.length * valueBytes;
  const total = places.length * pixelBytes;
  let seen = 0;
  for await (const chunk of chunks) {
    const start = seen;
    seen += chunk.length;
    if (seen > total) break;
    for (let at = start; at < seen;) {
      const pixel = Math.floor(at / pixelBytes), begin = pixel * pixelBytes;
      const end = Math.min(seen, begin + to);
      at = Math.max(at, begin + from);
      let byte = (at - begin) % valueBytes;
      let into = ((at - begin - from - byte) / valueBytes) * imageBytes +
        places[pixel] * valueBytes;
      for (; at < end; at++) {
        group[into + byte] = chunk[at - start];
        if (++byte === valueBytes) {
          byte = 0;
          into += imageBytes;
        }
      }
      at = Math.max(at, begin + pixelBytes);
    }
  }
  if (seen === total) return;
  throw new Error(
    `${seen > total ? "more" : seen} bytes of values instead of ${total}`,
  );
}

/** Computes the row-major index of each value of an array, in Fortran order. */
function placesOf(axes: readonly number[]): Uint32Array {
  const strides = axes.map((_, i) => product(axes.slice(i + 1)));
  const places = new Uint32Array(product(axes));
  const index = axes.map(() => 0);
  let place = 0;
  for (let i = 0; i < places.length; i++) {
    places[i] = place;
    for (let axis = 0; axis < axes.length; axis++) {
      place += strides[axis];
      if (++index[axis] < axes[axis]) break;
      place -= strides[axis] * axes[axis];
      index[axis] = 0;
    }
  }
  return places;
}

const product = (sizes: readonly number[]): number =>
  sizes.reduce((all, size) => all * size, 1);
