import type { SetName } from "./set_names.ts";

/** A file that the reader gave, with the folders above it as far as they are known. */
export interface GivenFile {
  /** Names of folders and of the file, joined by "/". */
  readonly path: string;
  /** The file itself; its bytes are read where they are needed. */
  readonly blob: Blob;
}

/** Frames of a video or of the camera, in their order. */
export interface GrayFrames {
  /** Name for messages and reports. */
  readonly name: string;
  /** Number of frames. */
  readonly count: number;
  /** Height of a frame, pixels. */
  readonly height: number;
  /** Width of a frame, pixels. */
  readonly width: number;
  /** `count * height * width` gray values from 0 to 255. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Where the pairs come from. */
export type PairsInput =
  | { readonly kind: "set"; readonly name: SetName }
  | { readonly kind: "files"; readonly files: readonly GivenFile[] }
  | { readonly kind: "frames"; readonly frames: GrayFrames };

/** How the pairs are looked at. */
export interface LabOptions {
  /** Name of a built-in basis, or a file with one. */
  readonly basis: string | GivenFile;
  /** File with one label per pair; undefined without labels. */
  readonly labels: GivenFile | undefined;
  /** Pairs that are looked at, at most. */
  readonly most: number;
  /** Whether the paper's networks are trained. */
  readonly networks: boolean;
  /** Frames from the first image of a pair to the second one, of sequences. */
  readonly lag: number | undefined;
}

/** A message from the page to its worker. */
export type LabRequest =
  | {
    readonly kind: "detect";
    readonly input: PairsInput;
    readonly options: LabOptions;
  }
  | { readonly kind: "stop" }
  | { readonly kind: "move"; readonly pair: number }
  | { readonly kind: "open-link"; readonly text: string };

/** Some pairs as a browser draws them. */
export interface ShownPairs {
  /** Name of the pairs. */
  readonly name: string;
  /** Number of all pairs. */
  readonly count: number;
  /** Height of an image, pixels. */
  readonly height: number;
  /** Width of an image, pixels. */
  readonly width: number;
  /** Per shown pair the first and the second image, as red, green, blue, opacity. */
  readonly images: readonly (readonly [ShownImage, ShownImage])[];
}

/** Red, green, blue and opacity of each pixel, row by row. */
export type ShownImage = Uint8ClampedArray<ArrayBuffer>;

/** A file to be saved. */
export interface SavedFile {
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array<ArrayBuffer>;
}

/** The answer as the page shows it. */
export interface ShownAnswer {
  /** The `main` element of the page that `detect` writes, its figures as empty images. */
  readonly html: string;
  /** The figures, SVG markup by name. */
  readonly figures: readonly SavedFile[];
  /** generator.json and the page, to be saved. */
  readonly files: readonly SavedFile[];
  /** The part of a link after "#" that opens this answer; undefined if it is too long. */
  readonly link: string | undefined;
  /** Number of held-out pairs whose first image can be moved. */
  readonly movable: number;
}

/** A message from the worker to the page. */
export type LabReport =
  | { readonly kind: "pairs"; readonly pairs: ShownPairs }
  | {
    readonly kind: "progress";
    readonly share: number;
    readonly what: string;
  }
  | { readonly kind: "note"; readonly text: string }
  | {
    readonly kind: "live";
    readonly figure: SavedFile;
    readonly words: string;
  }
  | { readonly kind: "answer"; readonly answer: ShownAnswer }
  | { readonly kind: "moved"; readonly html: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };
