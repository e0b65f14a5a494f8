/** Images of known class, each moved to several t. */
export interface LabelledOrbits {
  readonly count: number;
  /** Numbers per image, a multiple of `BLOCK`; those that tell most come first. */
  readonly length: number;
  /** `times x count x length` */
  readonly values: Float32Array;
  /** Class of each image, from 0. */
  readonly classOf: Int32Array;
  readonly classes: number;
  /** Images of one group are never compared, and no image with itself. */
  readonly groupOf: Uint32Array;
}

/** Nearest images per class whose distances are averaged. */
const NEAREST = 3;

/** Numbers of an image that are compared before a comparison may be given up. */
export const BLOCK = 4;

/**
 * The class whose nearest images are nearest: the mean distance of the three images of
 * a class that come nearest, each at the best of the given t.
 *
 * @param asked `length` numbers of the image that is asked for
 * @param group its group, which is left out
 * @param times numbers of the t that are compared, the likeliest first
 */
export function nearestClass(
  orbits: LabelledOrbits,
  asked: Float32Array,
  group: number,
  times: readonly number[],
): number {
  const { count, length, values, classOf, classes, groupOf } = orbits;
  const squares = new Float64Array(classes * NEAREST).fill(Infinity);
  const images = new Int32Array(classes * NEAREST).fill(-1);
  for (const time of times) {
    for (let i = 0, at = time * count * length; i < count; i++, at += length) {
      if (groupOf[i] === group) continue;
      const last = (classOf[i] + 1) * NEAREST - 1;
      const square = squareWithin(asked, values, at, squares[last]);
      if (square < squares[last]) {
        insert(squares, images, last - NEAREST + 1, i, square);
      }
    }
  }
  return nearestOf(squares, classes);
}

/** The squared distance, or some number of at least `bound`. */
function squareWithin(
  asked: Float32Array,
  values: Float32Array,
  at: number,
  bound: number,
): number {
  let sum = 0;
  // Four at a time, which takes two thirds of the time.
  for (let k = 0; k < asked.length; k += BLOCK, at += BLOCK) {
    const a = asked[k] - values[at];
    const b = asked[k + 1] - values[at + 1];
    const c = asked[k + 2] - values[at + 2];
    const d = asked[k + 3] - values[at + 3];
    sum += a * a + b * b + c * c + d * d;
    if (sum >= bound) break;
  }
  return sum;
}

/** Puts an image into a class' list, in which it stands once. */
function insert(
  squares: Float64Array,
  images: Int32Array,
  first: number,
  image: number,
  square: number,
): void {
  const last = first + NEAREST - 1;
  let place = last;
  for (let k = first; k < last; k++) if (images[k] === image) place = k;
  if (squares[place] <= square) return;
  for (; place > first && squares[place - 1] > square; place--) {
    squares[place] = squares[place - 1];
    images[place] = images[place - 1];
  }
  squares[place] = square;
  images[place] = image;
}

function nearestOf(squares: Float64Array, classes: number): number {
  let [best, nearest] = [0, Infinity];
  for (let label = 0; label < classes; label++) {
    const own = squares.subarray(label * NEAREST, (label + 1) * NEAREST)
      .filter(Number.isFinite);
    const distance = own.reduce((sum, square) => sum + Math.sqrt(square), 0) /
      own.length;
    if (distance < nearest) [best, nearest] = [label, distance];
  }
  return best;
}
