import { DOMParser } from "linkedom";
import {
  type GalleryCard,
  galleryIndex,
  type GalleryPage,
} from "./gallery_page.ts";
import type { LabFiles } from "./lab_build.ts";

/** Folder of the detection page within the gallery. */
const LAB = "lab";

/** Docs that have an entry in the index; the README leads to the others. */
const INDEXED_DOCS = ["README.html", "docs/results.html"];

/** The parts of a gallery; those that were not asked for are missing. */
export interface GalleryParts {
  /** The detection page. */
  readonly lab?: LabFiles;
  /** Pages of the README and the docs. */
  readonly docs?: readonly GalleryPage[];
  /** Pages of the notebooks. */
  readonly notebooks: readonly GalleryPage[];
}

/**
 * Contents of all files of the gallery, by their paths in its folder: the detection
 * page, the docs' and the notebooks' pages with their pictures, and the index, whose
 * first entry is the detection page.
 */
export function galleryFiles(
  { lab, docs = [], notebooks }: GalleryParts,
): ReadonlyMap<string, string | Uint8Array<ArrayBuffer>> {
  const cards = [
    ...lab === undefined ? [] : [labCard(lab)],
    ...docs.filter(({ href }) => INDEXED_DOCS.includes(href)),
    ...notebooks,
  ];
  const pages = [...docs, ...notebooks];
  return new Map<string, string | Uint8Array<ArrayBuffer>>([
    ...[...lab ?? []].map(([name, content]) =>
      [`${LAB}/${name}`, content] as const
    ),
    ...pages.flatMap(({ href, html, pictures }) => [
      [href, html] as const,
      ...pictures.map(({ file, svg }) => [file, svg] as const),
    ]),
    ["index.html", galleryIndex("Neural symmetry detection", cards)],
  ]);
}

/**
 * Makes the index entry of the detection page from its own heading and first paragraph.
 */
function labCard(lab: LabFiles): GalleryCard {
  const page = new TextDecoder().decode(lab.get("index.html"));
  const document = new DOMParser().parseFromString(page, "text/html");
  const [heading, paragraph] = ["h1", "p"].map((name) =>
    document.querySelector(name)
  );
  return {
    href: `${LAB}/index.html`,
    title: heading?.textContent ?? "",
    opening: `${
      paragraph?.innerHTML ?? ""
    } It needs a web server: where this folder is opened from disk, run <code>deno task lab</code>.`,
  };
}
