import type { SavedFile } from "./messages.ts";

/** Shows a figure in the place of the one before. */
export function showLive(
  place: HTMLElement,
  { type, content }: SavedFile,
  words: string,
): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  let image = place.querySelector("img");
  if (image === null) {
    image = document.createElement("img");
    place.append(image);
  }
  // The drawing before stays until this one is decoded.
  image.addEventListener("load", () => URL.revokeObjectURL(address), {
    once: true,
  });
  image.alt = words;
  image.src = address;
}
