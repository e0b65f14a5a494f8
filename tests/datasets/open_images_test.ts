import { assertEquals } from "@std/assert";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { encodeNpy } from "#lib/datasets/npy.ts";
import { openImages, openPairs } from "#lib/datasets/open_images.ts";
import {
  idxHeaderOf,
  inFolder,
  npyOf,
  readBytes,
  refuses,
  valuesOf,
  written,
} from "./image_files.ts";
import { joined } from "./zip_file.ts";

const x0 = valuesOf(3 * 8 * 9), xt = x0.map((value) => 255 - value);

const npz = (arrays: Readonly<Record<string, Uint8Array>>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(arrays).map(([name, npy]) => [`${name}.npy`, npy]),
    ),
  );

const idxOf = (values: readonly number[], count = 3, height = 8, width = 9) =>
  joined([idxHeaderOf(count, height, width), Uint8Array.from(values)]);

/** Writes images of 8 x 9 as grey PNG files of these names. */
async function writePngs(
  folder: string,
  names: readonly string[],
  values: readonly number[],
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [i, name] of names.entries()) {
    const data = Uint8Array.from(values.slice(72 * i, 72 * i + 72));
    await Deno.writeFile(
      `${folder}/${name}`,
      encode({ width: 9, height: 8, data, channels: 1, depth: 8 }),
    );
  }
}

/** The bytes of both stacks. */
async function readPairs(paths: readonly string[]) {
  const pair = await openPairs(paths);
  return [await readBytes(pair.x0), await readBytes(pair.xt)];
}

inFolder("openPairs reads the same of all three kinds", async (folder) => {
  assertEquals(await readPairs([`${written}/deflated.npz`]), [x0, xt]);

  const names = ["b.png", "a.png", "c.png"].sort();
  await writePngs(`${folder}/x0`, names, x0);
  // Other order of writing, and something that is no image.
  await writePngs(`${folder}/xt`, names, xt);
  await Deno.writeTextFile(`${folder}/xt/.DS_Store`, "");
  assertEquals(await readPairs([folder]), [x0, xt]);

  const paths = [`${folder}/a-idx3-ubyte`, `${folder}/b`];
  await Deno.writeFile(paths[0], idxOf(x0));
  await Deno.writeFile(paths[1], idxOf(xt));
  assertEquals(await readPairs(paths), [x0, xt]);
});

inFolder("openImages reads the same of all three kinds", async (folder) => {
  await Deno.writeFile(
    `${folder}/a.npz`,
    npz({ images: npyOf([3, 8, 9], x0) }),
  );
  await Deno.writeFile(`${folder}/a`, idxOf(x0));
  await writePngs(`${folder}/pngs`, ["a.png", "b.png", "c.png"], x0);
  for (const name of ["a.npz", "a", "pngs"]) {
    const stack = await openImages(`${folder}/${name}`);
    assertEquals(await readBytes(stack), x0);
  }
});

const order = "; images belong together in order";
const apart: Readonly<Record<string, readonly [Uint8Array, string, string]>> = {
  count: [npyOf([2, 8, 9], x0.slice(72)), "3 images", "2 images"],
  height: [npyOf([3, 9, 9], valuesOf(243)), "8 x 9 pixels", "9 x 9 pixels"],
  shape: [npyOf([3, 9, 8], x0), "8 x 9 pixels", "9 x 8 pixels"],
  channels: [npyOf([3, 8, 9, 2], valuesOf(432)), "1 channel", "2 channels"],
  type: [
    encodeNpy({ shape: [3, 8, 9], values: Float32Array.from(x0) }),
    "uint8",
    "floating-point numbers",
  ],
};

for (const [what, [array, expected, found]] of Object.entries(apart)) {
  inFolder(`openPairs refuses arrays of another ${what}`, async (folder) => {
    const path = `${folder}/p.npz`;
    await Deno.writeFile(path, npz({ x0: npyOf([3, 8, 9], x0), xt: array }));
    await refuses(
      `${path}, array xt: expected ${expected} as in ${path}, array x0, found ${found}${order}`,
      () => openPairs([path]),
    );
  });
}

inFolder("openPairs takes float32 beside float64", async (folder) => {
  const path = `${folder}/p.npz`;
  const values = x0.map((value) => value - 7.5);
  const arrays = {
    x0: encodeNpy({ shape: [3, 8, 9], values: Float32Array.from(values) }),
    xt: encodeNpy({ shape: [3, 8, 9], values: Float64Array.from(values) }),
  };
  await Deno.writeFile(path, npz(arrays));
  const pair = await openPairs([path]);
  assertEquals([pair.x0.type, pair.xt.type], ["float32", "float64"]);
});

inFolder("openPairs names an array that is missing", async (folder) => {
  const path = `${folder}/p.npz`;
  await Deno.writeFile(path, npz({ x0: npyOf([3, 8, 9], x0) }));
  await refuses(
    `${path}: expected one array xt, found "x0.npy"; numpy.savez(path, x0=..., xt=...) writes it`,
    () => openPairs([path]),
  );
});

inFolder("openPairs refuses idx files of another count", async (folder) => {
  const paths = [`${folder}/a`, `${folder}/b`];
  await Deno.writeFile(paths[0], idxOf(x0));
  await Deno.writeFile(paths[1], idxOf(xt.slice(72), 2));
  await refuses(
    `${paths[1]}: expected 3 images as in ${paths[0]}, found 2 images${order}`,
    () => openPairs(paths),
  );
});

const alone: readonly (readonly [
  what: string,
  x0: readonly string[],
  xt: readonly string[],
  says: string,
])[] = [
  [
    "one of x0 is alone",
    ["a.png", "b.png"],
    ["a.png"],
    "/xt/b.png: expected a partner of x0/b.png, found none",
  ],
  [
    "one of xt is alone",
    ["a.png"],
    ["a.png", "b.png"],
    "/x0/b.png: expected a partner of xt/b.png, found none",
  ],
  [
    "a partner has another ending",
    ["a.png"],
    ["a.jpg"],
    "/xt/a.png: expected a partner of x0/a.png, found a.jpg; give both the same name, ending included",
  ],
  [
    "a partner is written otherwise",
    ["a.png"],
    ["A.PNG"],
    "/xt/a.png: expected a partner of x0/a.png, found A.PNG; give both the same name, ending included",
  ],
  [
    "there is nothing in xt",
    ["a.png"],
    [],
    "/xt: expected PNG or JPEG files in this folder, found none",
  ],
];

for (const [what, names, others, says] of alone) {
  inFolder(`openPairs of a folder where ${what}`, async (folder) => {
    await writePngs(`${folder}/x0`, names, x0);
    await writePngs(`${folder}/xt`, others, xt);
    await refuses(`${folder}${says}`, () => openPairs([folder]));
  });
}

inFolder("openPairs of a folder without the two folders", async (folder) => {
  await refuses(
    new RegExp(
      `^${folder}/x0: expected a folder of PNG or JPEG files, found: No such file`,
    ),
    () => openPairs([folder]),
  );
  await writePngs(`${folder}/x0`, ["a.png"], x0);
  await Deno.writeTextFile(`${folder}/xt`, "");
  await refuses(
    new RegExp(
      `^${folder}/xt: expected a folder of PNG or JPEG files, found: Not a directory`,
    ),
    () => openPairs([folder]),
  );
});

inFolder("what is no file is refused by name", async (folder) => {
  const there = `${folder}/a`;
  await Deno.writeFile(there, idxOf(x0));
  const none = new RegExp(
    `^${folder}/none: expected a file or a folder, found: No such file`,
  );
  await refuses(none, () => openPairs([`${folder}/none`]));
  await refuses(none, () => openPairs([there, `${folder}/none`]));
  await refuses(none, () => openImages(`${folder}/none`));
  await refuses(
    `${folder}: expected a file, found a folder`,
    () => openPairs([there, folder]),
  );
  await Deno.symlink(`${folder}/loop`, `${folder}/loop`);
  await refuses(
    new RegExp(
      `^${folder}/loop: expected a file or a folder, found: Too many levels`,
    ),
    () => openPairs([`${folder}/loop`]),
  );
  if (Deno.build.os === "windows") return;
  const device = "/dev/null: expected a file, found a device or a pipe";
  await refuses(device, () => openPairs(["/dev/null"]));
  await refuses(device, () => openPairs([there, "/dev/null"]));
  await refuses(device, () => openImages("/dev/null"));
});

for (const name of ["xt.npy", "xt.npz"]) {
  Deno.test(`openPairs of two paths, one ${name}: what to do`, () =>
    refuses(
      `${name}: expected an idx file where there are two paths, found a NumPy file's name; put both arrays into one with numpy.savez(path, x0=..., xt=...)`,
      () => openPairs(["x0-idx", name]),
    ));
}
