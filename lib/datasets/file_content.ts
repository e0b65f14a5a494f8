/** The kind of a file, by its first bytes. */
export interface FileContent {
  readonly kind:
    | "zip"
    | "gzip"
    | "npy"
    | "idx"
    | "png"
    | "jpeg"
    | "webp"
    | "gif"
    | "bmp"
    | "tiff"
    | "other";
  /** The kind in words and, if there is any, advice; for messages. */
  readonly words: string;
}

/** Number of first bytes of a file that {@linkcode contentOf} needs. */
export const CONTENT_BYTES = 1024;

type Kind = FileContent["kind"];

/** The first bytes of kinds of files, one character per byte. */
const BEGINNINGS: readonly (readonly [
  begin: string,
  words: string,
  kind?: Kind,
])[] = [
  ["PK\x03\x04", "a zip archive", "zip"],
  ["PK\x05\x06", "a zip archive with nothing in it", "zip"],
  ["\x1f\x8b", "a gzip file; unpack it with gunzip", "gzip"],
  ["\x93NUMPY", "a .npy file of one array", "npy"],
  ["\x89PNG\r\n\x1a\n", "a PNG image", "png"],
  ["\xff\xd8\xff", "a JPEG image", "jpeg"],
  ["GIF8", "a GIF image", "gif"],
  ["II*\0", "a TIFF image", "tiff"],
  ["MM\0*", "a TIFF image", "tiff"],
  ["II+\0", "a BigTIFF image; save it as TIFF, or as PNG"],
  ["MM\0+", "a BigTIFF image; save it as TIFF, or as PNG"],
  [
    "\x89HDF\r\n\x1a\n",
    "an HDF5 file; read it in Python with h5py and write the arrays with numpy.savez",
  ],
  [
    "MATLAB ",
    "a MATLAB file; read it in Python with scipy.io.loadmat, or h5py from version 7.3 on, and write the arrays with numpy.savez",
  ],
  ["%PDF-", "a PDF document"],
  ["7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it"],
  ["Rar!", "a RAR archive; unpack it"],
  ["BZh", "a bzip2 file; unpack it with bunzip2"],
  ["\xfd7zXZ\0", "an xz file; unpack it with unxz"],
  ["\x28\xb5\x2f\xfd", "a Zstandard file; unpack it with unzstd"],
  [
    "version https://git-lfs.github.com/",
    "a pointer of Git LFS in place of the file; git lfs pull fetches the file",
  ],
];

const PICKLE =
  "a Python pickle; load it in Python and write the arrays with numpy.savez";

/**
 * Identifies the kind of a file by its first bytes, independently of its name.
 *
 * @param begin The first bytes, {@linkcode CONTENT_BYTES} of them if the file has as
 * many.
 * @returns undefined if the kind is not known.
 */
export function contentOf(begin: Uint8Array): FileContent | undefined {
  if (begin.length === 0) return { kind: "other", words: "an empty file" };
  const letters = String.fromCharCode(...begin.subarray(0, CONTENT_BYTES));
  const known = BEGINNINGS.find(([beginning]) => letters.startsWith(beginning));
  if (known !== undefined) {
    return { kind: known[2] ?? "other", words: known[1] };
  }
  if (isIdx(begin)) return { kind: "idx", words: "an idx file" };
  if (/^RIFF[^]{4}WEBP/.test(letters)) {
    return { kind: "webp", words: "a WebP image" };
  }
  if (/^BM[^]{4}\0{4}/.test(letters)) {
    return { kind: "bmp", words: "a BMP image" };
  }
  const words = binaryWords(begin, letters) ?? textWords(begin);
  return words === undefined ? undefined : { kind: "other", words };
}

/** Codes of the value types of idx files. */
const IDX_TYPES = [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e];

/** Whether there are two zeros, the code of a type, and 1 to 4 as number of axes. */
const isIdx = ([first, second, type, axes]: Uint8Array): boolean =>
  first === 0 && second === 0 && IDX_TYPES.includes(type) && axes >= 1 &&
  axes <= 4;

/** Identifies formats that do not have a fixed beginning. */
function binaryWords(
  [first, protocol]: Uint8Array,
  letters: string,
): string | undefined {
  if (first === 0x80 && protocol >= 2 && protocol <= 5) return PICKLE;
  if (letters.slice(257, 262) === "ustar") {
    return "a tar archive; unpack it with tar -xf";
  }
  return undefined;
}

const FAILED =
  "probably a failed download; open it in a text editor to see why, and fetch the file again";

const OTHER_FILE =
  "give another file or, if this one was downloaded, fetch it again";

function textWords(begin: Uint8Array): string | undefined {
  const text = decoded(begin)?.trimStart();
  if (text === undefined) return undefined;
  if (text === "") return "nothing but white space";
  const html =
    /^(<!--[^]*?-->\s*)*<(!doctype html|html|head|body|title|meta)\b/i;
  if (html.test(text)) {
    return `an HTML page, ${FAILED}`;
  }
  if (/^<[?!a-z]/i.test(text)) return `an XML text, ${FAILED}`;
  if (/^[{[]\s*(["{[\d\]}-]|$|true|false|null)/.test(text)) {
    return `a JSON text; ${OTHER_FILE}`;
  }
  const shown = JSON.stringify(text.slice(0, 40).trimEnd());
  return `a text that begins with ${shown}; ${OTHER_FILE}`;
}

/**
 * Decodes text in UTF-8, or in UTF-16 with a byte order mark; undefined if it is
 * neither.
 */
function decoded(begin: Uint8Array): string | undefined {
  const [first, second] = begin;
  const encoding = first === 0xff && second === 0xfe
    ? "utf-16le"
    : first === 0xfe && second === 0xff
    ? "utf-16be"
    : "utf-8";
  try {
    // The last character may be incomplete.
    const text = new TextDecoder(encoding, { fatal: true })
      .decode(begin, { stream: true });
    return /[^\P{Cc}\t\n\f\r]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
