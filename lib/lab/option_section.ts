import { listedFiles } from "./dropped_files.ts";
import type { GivenFile, LabOptions } from "./messages.ts";
import { byId } from "./page_elements.ts";

/** Value of the basis whose terms are in a file of the reader's. */
const OWN = "own";

/** Shows the field for the file of a basis where that is chosen. */
export function startOptionSection(): void {
  const form = byId("options", HTMLFormElement);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", showOwnBasis);
  // The fields have their first values only after this event.
  form.addEventListener("reset", () => setTimeout(showOwnBasis));
  showOwnBasis();
}

function showOwnBasis(): void {
  const isOwn = byId("basis", HTMLSelectElement).value === OWN;
  byId("basis-file-field", HTMLElement).hidden = !isOwn;
}

/**
 * The options as they are chosen now.
 *
 * @throws {RangeError} if a basis of the reader's own is chosen, but no file of it
 */
export const chosenOptions = (): LabOptions => ({
  basis: chosenBasis(),
  labels: fileIn("labels"),
  most: numberIn("most") ?? Number(byId("most", HTMLInputElement).max),
  lag: numberIn("lag"),
  networks: byId("networks", HTMLInputElement).checked,
});

function chosenBasis(): string | GivenFile {
  const { value } = byId("basis", HTMLSelectElement);
  if (value !== OWN) return value;
  const file = fileIn("basis-file");
  if (file !== undefined) return file;
  throw new RangeError(
    "basis: expected a file with its terms, found none; choose one under Options",
  );
}

const fileIn = (id: string): GivenFile | undefined =>
  listedFiles(byId(id, HTMLInputElement).files!)[0];

function numberIn(id: string): number | undefined {
  const { validity, valueAsNumber } = byId(id, HTMLInputElement);
  return validity.valid && !Number.isNaN(valueAsNumber)
    ? valueAsNumber
    : undefined;
}
