/**
 * Computes the offset of the i-th of several dots that would hide each other. It is
 * deterministic, and evenly distributed for any number of dots (van der Corput).
 *
 * @param i number of the dot, from 0
 * @param width width of the band that the dots fill
 * @returns from -width / 2 to width / 2
 */
export function jitter(i: number, width = 0.5): number {
  let [place, half] = [0, 0.5];
  for (let rest = i + 1; rest > 0; rest = Math.floor(rest / 2), half /= 2) {
    place += half * (rest % 2);
  }
  return width * (place - 0.5);
}
