import { assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { encodeNpy } from "#lib/datasets/npy.ts";
import { readLabels } from "#lib/datasets/labels.ts";
import { inFolder, npyOf, refuses } from "./image_files.ts";
import { joined } from "./zip_file.ts";

const LABELS = [3, 0, 9, 9, 1];

/** An idx file of labels. */
function idxOf(labels: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, 0x0801);
  view.setUint32(4, labels.length);
  return joined([new Uint8Array(view.buffer), Uint8Array.from(labels)]);
}

const npyOfFloats = (shape: readonly number[], values: readonly number[]) =>
  encodeNpy({ shape, values: Float64Array.from(values) });

/** A .npy file of int64 labels, made from the header for bytes. */
function npyOfInt64(values: readonly number[]): Uint8Array {
  const header = npyOf([values.length], []);
  const type = new TextEncoder().encode("|u1");
  const at = header.findIndex((_, i) =>
    type.every((letter, k) => header[i + k] === letter)
  );
  header.set(new TextEncoder().encode("<i8"), at);
  const numbers = BigInt64Array.from(values, BigInt);
  return joined([header, new Uint8Array(numbers.buffer)]);
}

const readable: readonly (readonly [
  name: string,
  bytes: Uint8Array,
  labels?: readonly number[],
])[] = [
  ["bytes.npy", npyOf([5], LABELS)],
  ["column.npy", npyOf([5, 1], LABELS)],
  ["int64.npy", npyOfInt64([3, -1, 2 ** 40, 9, 1]), [3, -1, 2 ** 40, 9, 1]],
  ["whole.npy", npyOfFloats([5], LABELS)],
  ["idx", idxOf(LABELS)],
  ["idx.gz", gzipSync(idxOf(LABELS))],
  [
    "named.npz",
    zipSync({
      "x0.npy": npyOf([1, 1, 1], [0]),
      "other.npy": npyOf([1], [0]),
      "labels.npy": npyOf([5], LABELS),
    }),
  ],
  [
    "beside.npz",
    zipSync({
      "x0.npy": npyOf([1, 1, 1], [0]),
      "y.npy": npyOf([5], LABELS),
    }),
  ],
];

inFolder("labels of every kind of file are read", async (folder) => {
  for (const [name, bytes, labels = LABELS] of readable) {
    await Deno.writeFile(`${folder}/${name}`, bytes);
    assertEquals([...await readLabels(`${folder}/${name}`)], [...labels], name);
  }
});

const refused: readonly (readonly [Uint8Array, RegExp])[] = [
  [npyOf([5, 2], [...LABELS, ...LABELS]), /the shape \(N,\).* found \(5, 2\)$/],
  [npyOfFloats([2], [1, 0.5]), /integers as labels, found 0\.5 at 1/],
  [npyOfFloats([2], [NaN, 1]), /integers as labels, found NaN at 0/],
  [npyOf([5], LABELS).subarray(0, 130), /bytes for this shape, found 130/],
  [idxOf(LABELS).subarray(0, 11), /idx labels, .* found 11 bytes/],
  [
    zipSync({ "x0.npy": npyOf([1], [0]), "xt.npy": npyOf([1], [0]) }),
    /expected labels .* found: the arrays x0, xt; name that of the labels/,
  ],
  [new TextEncoder().encode("a,b\n1,2\n"), /expected .*\.npy/],
  [new Uint8Array(), /an empty file/],
];

inFolder("a file without labels is refused in one line", async (folder) => {
  const path = `${folder}/labels`;
  for (const [bytes, message] of refused) {
    await Deno.writeFile(path, bytes);
    await refuses(message, () => readLabels(path));
  }
  await refuses(/none: .*No such file/, () => readLabels(`${folder}/none`));
});
