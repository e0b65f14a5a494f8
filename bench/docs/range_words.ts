import { extent } from "d3-array";

/** "2 to 3", of the smallest and the largest of some numbers; one of them if both read alike. */
export function rangeWords(
  values: readonly number[],
  write: (value: number) => string,
): string {
  const [least, most] = (extent(values) as [number, number]).map(write);
  return least === most ? least : `${least} to ${most}`;
}

/** "1, 2 and 3", of some words. */
export const listWords = (words: readonly string[]): string =>
  words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
