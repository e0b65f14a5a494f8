import { assertEquals } from "@std/assert";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { gzipSync } from "node:zlib";
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

/** The bytes of both stacks of the pairs. */
async function readPairs(paths: readonly string[]) {
  const pair = await openPairs(paths);
  return [await readBytes(pair.x0), await readBytes(pair.xt)];
}

inFolder("openPairs reads the same of all kinds", async (folder) => {
  assertEquals(await readPairs([`${written}/deflated.npz`]), [x0, xt]);

  const names = ["b.png", "a.png", "c.png"].sort();
  await writePngs(`${folder}/x0`, names, x0);
  // The files of xt are written in another order, beside a file that is no image.
  await writePngs(`${folder}/xt`, names, xt);
  await Deno.writeTextFile(`${folder}/xt/.DS_Store`, "");
  assertEquals(await readPairs([folder]), [x0, xt]);

  const paths = [`${folder}/a-idx3-ubyte`, `${folder}/b`];
  await Deno.writeFile(paths[0], idxOf(x0));
  await Deno.writeFile(paths[1], idxOf(xt));
  assertEquals(await readPairs(paths), [x0, xt]);

  const arrays = [`${folder}/x0.npy`, `${folder}/no ending`];
  await Deno.writeFile(arrays[0], npyOf([3, 8, 9], x0));
  await Deno.writeFile(arrays[1], npyOf([3, 8, 9], xt));
  assertEquals(await readPairs(arrays), [x0, xt]);
});

inFolder("openImages reads the same of all kinds", async (folder) => {
  await Deno.writeFile(
    `${folder}/a.npz`,
    npz({ images: npyOf([3, 8, 9], x0) }),
  );
  await Deno.writeFile(`${folder}/a`, idxOf(x0));
  await writePngs(`${folder}/pngs`, ["a.png", "b.png", "c.png"], x0);
  await Deno.writeFile(`${folder}/a.npy`, npyOf([3, 8, 9], x0));
  for (const name of ["a.npz", "a.npy", "a", "pngs"]) {
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
    "numbers read as they are",
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

/** Reorders values of images with their channels last to channels first. */
function channelsFirst(
  values: readonly number[],
  [count, height, width, channels]: readonly number[],
): number[] {
  const out: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < channels; c++) {
      for (let pixel = 0; pixel < height * width; pixel++) {
        out.push(values[(i * height * width + pixel) * channels + c]);
      }
    }
  }
  return out;
}

for (const channels of [1, 3, 4]) {
  inFolder(
    `openPairs reads ${channels} channels first and last alike, and says so`,
    async (folder) => {
      const path = `${folder}/p.npz`;
      // The array has more than one piece.
      const shape = [2 ** 20 / (64 * channels), 8, 9, channels].map(Math.ceil);
      const values = valuesOf(shape.reduce((a, b) => a * b));
      const [count, height, width] = shape;
      await Deno.writeFile(
        path,
        npz({
          x0: npyOf(
            [count, channels, height, width],
            channelsFirst(values, shape),
          ),
          xt: npyOf(shape, values),
        }),
      );
      const pair = await openPairs([path]);
      for (const stack of [pair.x0, pair.xt]) {
        const found = await readBytes(stack);
        assertEquals(found.length, values.length);
        assertEquals(values.findIndex((value, i) => value !== found[i]), -1);
      }
      assertEquals(pair.x0.notes, [
        `${path}, array x0: (${count}, ${channels}, 8, 9) read with the channels first, as ${count} images of 8 x 9 pixels with ${channels} channel${
          channels === 1 ? "" : "s"
        }`,
      ]);
      assertEquals(pair.xt.notes, undefined);
    },
  );
}

inFolder(
  "if a shape does not show which axis holds the channels, the user is asked",
  async (folder) => {
    const path = `${folder}/p.npz`;
    const shape = [2, 9, 11, 12];
    const values = valuesOf(2 * 9 * 11 * 12);
    const arrays = ["x0", "xt", "images"].map((name) => [
      name,
      npyOf([2, 12, 9, 11], channelsFirst(values, shape)),
    ]);
    await Deno.writeFile(path, npz(Object.fromEntries(arrays)));
    const asked =
      /array (x0|images): expected a shape that shows which axis holds the channels, found \(2, 12, 9, 11\): /;
    await refuses(asked, () => openPairs([path]));
    await refuses(asked, () => openImages(path));

    const first = await openPairs([path], { channels: "first" });
    assertEquals([first.x0.height, first.x0.channels], [9, 12]);
    assertEquals(await readBytes(first.xt), values);
    const images = await openImages(path, { channels: "first" });
    assertEquals(await readBytes(images), values);

    const last = await openPairs([path], { channels: "last" });
    assertEquals([last.x0.height, last.x0.channels], [12, 11]);
    assertEquals(last.x0.notes, undefined);
    assertEquals(
      await readBytes(last.x0),
      channelsFirst(values, shape),
    );
  },
);

inFolder("--channels is refused without such an axis", async (folder) => {
  const idx = `${folder}/a`;
  await Deno.writeFile(idx, idxOf(x0));
  for (const part of ["x0", "xt"]) {
    await writePngs(`${folder}/${part}`, ["a.png"], x0);
  }
  const channels = "first";
  const says = (path: string, what: string) =>
    `--channels: expected a NumPy file, whose arrays may have their channels first, found ${what}, ${path}; leave --channels out (in code, the option channels)`;
  const folders = says(folder, "a folder"), files = says(idx, "an idx file");
  await refuses(folders, () => openPairs([folder], { channels }));
  await refuses(files, () => openPairs([idx, idx], { channels }));
  await refuses(files, () => openImages(idx, { channels }));
  const pngs = `${folder}/x0`;
  await refuses(
    says(pngs, "a folder"),
    () => openImages(pngs, { channels }),
  );
});

/** The same name in Unicode's composed form and in its decomposed form. */
const composed = (i: number) => `Übung é ${i}.png`.normalize("NFC");
const decomposed = (i: number) => `Übung é ${i}.png`.normalize("NFD");

inFolder("a name in either Unicode form is the same name", async (folder) => {
  const [is, are] = [[0, 1, 2].map(composed), [0, 1, 2].map(decomposed)];
  assertEquals(is.some((name, i) => name === are[i]), false);
  // In the folder xt the forms are mixed, which changes the order of the names.
  const mixed = [are[2], is[0], are[1]];
  await writePngs(`${folder}/x0`, is, x0);
  await writePngs(
    `${folder}/xt`,
    mixed,
    [2, 0, 1].flatMap((i) => xt.slice(72 * i, 72 * i + 72)),
  );
  assertEquals(await readPairs([folder]), [x0, xt]);
});

inFolder("two forms of one name in one folder are refused", async (folder) => {
  await writePngs(`${folder}/x0`, [composed(0)], x0);
  await writePngs(`${folder}/xt`, [composed(0), decomposed(0)], xt);
  await refuses(
    `${folder}/xt: expected names that differ, found U\\u{308}bung e\\u{301} 0.png and \\u{dc}bung \\u{e9} 0.png, two spellings of ${
      composed(0)
    } in Unicode; rename one of them`,
    () => openPairs([folder]),
  );
});

const webPage = new TextEncoder().encode("<!DOCTYPE html>\n<html>404</html>");
const failed =
  "an HTML page, probably a failed download; open it in a text editor to see why, and fetch the file again";

inFolder("a file's kind is recognised by its content", async (folder) => {
  const path = (name: string) => `${folder}/${name}`;
  const write = async (name: string, bytes: Uint8Array) => {
    await Deno.writeFile(path(name), bytes);
    return path(name);
  };
  const archive = "expected a whole .npz archive, found: ";
  const idx = "expected a whole idx file of images, gzipped or not, found: ";
  const npy = npyOf([3, 8, 9], x0);
  const page = await write("pairs.npz", webPage);
  await refuses(
    `${page}, array x0: ${archive}${failed}`,
    () => openPairs([page]),
  );
  await refuses(
    `${page}, array images: ${archive}${failed}`,
    () => openImages(page),
  );
  for (const bytes of [webPage, gzipSync(webPage)]) {
    const gz = await write("train-images-idx3-ubyte.gz", bytes);
    await refuses(`${gz}: ${idx}${failed}`, () => openPairs([gz, gz]));
    await refuses(`${gz}: ${idx}${failed}`, () => openImages(gz));
  }
  const one = await write("x0.npy", npy);
  // A single array is a sequence of frames.
  const frames = await openPairs([one]);
  assertEquals([frames.x0.count, frames.sequences?.lag], [2, 1]);
  const single = await write("single", idxOf(x0));
  await refuses(
    `${single}, array x0: ${archive}an idx file; give two of them, x0 and xt`,
    () => openPairs([single]),
  );
  const zipped = await write("pairs.npz.gz", gzipSync(npz({ x0: npy })));
  await refuses(
    `${zipped}, array x0: ${archive}a gzip file; unpack it with gunzip`,
    () => openPairs([zipped]),
  );
  const inside = await write("inside.npz", npz({ x0: webPage }));
  await refuses(
    `${inside}, array x0: expected an array as NumPy's .npy files hold it, found ${failed}`,
    () => openPairs([inside]),
  );
  const cut = await write("cut.npz", npz({ x0: npy }).subarray(0, 100));
  await refuses(
    new RegExp(
      `^${cut}, array x0: ${archive}[^;]+; the file is cut off or damaged: copy or download it again$`,
    ),
    () => openPairs([cut]),
  );
  // Images are read under any name.
  const named = await write("idx.npz", idxOf(x0));
  assertEquals(await readBytes(await openImages(named)), x0);
  const unnamed = await write("images", npz({ images: npy }));
  assertEquals(await readBytes(await openImages(unnamed)), x0);
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
    "/xt/b.png: expected a partner of x0/b.png, found none; give both images of a pair the same file name",
  ],
  [
    "one of xt is alone",
    ["a.png"],
    ["a.png", "b.png"],
    "/x0/b.png: expected a partner of xt/b.png, found none; give both images of a pair the same file name",
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
    "/xt: expected PNG, JPEG, WebP, GIF, BMP or TIFF files in this folder, found none",
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
      `^${folder}/x0: expected a folder of PNG, JPEG, WebP, GIF, BMP or TIFF files, found: No such file`,
    ),
    () => openPairs([folder]),
  );
  await writePngs(`${folder}/x0`, ["a.png"], x0);
  await Deno.writeTextFile(`${folder}/xt`, "");
  await refuses(
    new RegExp(
      `^${folder}/xt: expected a folder of PNG, JPEG, WebP, GIF, BMP or TIFF files, found: Not a directory`,
    ),
    () => openPairs([folder]),
  );
});

inFolder("a path that is no file is refused by name", async (folder) => {
  const there = `${folder}/a`;
  await Deno.writeFile(there, idxOf(x0));
  const none = new RegExp(
    `^${folder}/none: expected a file or a folder, found: No such file`,
  );
  await refuses(none, () => openPairs([`${folder}/none`]));
  await refuses(none, () => openPairs([there, `${folder}/none`]));
  await refuses(none, () => openImages(`${folder}/none`));
  await refuses(
    `${folder}: expected a file, found a folder; of two folders, give the one above them alone, and call them x0 and xt`,
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
  const device =
    "/dev/null: expected a file, found a device or a pipe; write what it gives to a file first";
  await refuses(device, () => openPairs(["/dev/null"]));
  await refuses(device, () => openPairs([there, "/dev/null"]));
  await refuses(device, () => openImages("/dev/null"));
});

inFolder("an archive as one of two paths: what to do", async (folder) => {
  const [npy, archive] = [`${folder}/x0.npy`, `${folder}/xt.npz`];
  await Deno.writeFile(npy, npyOf([3, 8, 9], x0));
  await Deno.writeFile(archive, npz({ xt: npyOf([3, 8, 9], xt) }));
  await refuses(
    `${archive}: expected a .npy or an idx file where there are two paths, found a zip archive; put both arrays into one with numpy.savez(path, x0=..., xt=...)`,
    () => openPairs([npy, archive]),
  );
});
