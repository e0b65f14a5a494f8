/** Bytes of the images that are put in order at a time. */
export const GROUP_BYTES = 2 ** 27;

/** An array in Fortran order: its first axis, which counts the images, runs fastest. */
export interface FortranArray {
  readonly shape: readonly number[];
  /** Bytes of a value. */
  readonly valueBytes: number;
}

/** Bytes of the whole array, and how many images are put in order at a time. */
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
 * The bytes of an array in Fortran order as row-major ones, image after image.
 *
 * Every image is scattered over the whole file. So the file is read once for each
 * group of images, which alone is in memory.
 *
 * @param read The array's bytes, in any cuts; each call begins anew.
 * @param groupBytes Bytes of a group; one image at least is in it.
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

/** Which images are gathered, and how their values lie in the file. */
interface Gathering {
  /** Images in the file. */
  readonly count: number;
  readonly valueBytes: number;
  /** Row-major place of a pixel's value in its image, by its place in Fortran order. */
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
  // The file holds the value of all images at one pixel, then that at the next one.
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

/** Row-major place of each value of an array, in Fortran order. */
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
