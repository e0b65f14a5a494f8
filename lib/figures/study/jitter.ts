/**
 * How far the i-th of several dots that would hide each other is moved aside: the
 * same at every drawing, and even however many there are (van der Corput).
 *
 * @param i from 0
 * @param width of the band that they fill
 * @returns from -width / 2 to width / 2
 */
export function jitter(i: number, width = 0.5): number {
  let [place, half] = [0, 0.5];
  for (let rest = i + 1; rest > 0; rest = Math.floor(rest / 2), half /= 2) {
    place += half * (rest % 2);
  }
  return width * (place - 0.5);
}
