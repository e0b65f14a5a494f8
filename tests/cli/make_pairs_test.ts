import { assert, assertEquals, assertMatch } from "@std/assert";
import { strFromU8, unzipSync, zipSync } from "fflate";
import config from "../../deno.json" with { type: "json" };
import { makePairsCommand } from "#lib/cli/make_pairs.ts";
import { decodeNpy, encodeNpy } from "#lib/datasets/npy.ts";
import { openPairs } from "#lib/datasets/open_images.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { warp } from "#lib/images/warp.ts";
import { type Ended, program, runProgram } from "../programs.ts";
import { needs } from "../needs.ts";
import { listBelow } from "../temporary_folder.ts";
import {
  npyOf,
  readAll,
  readBytes,
  valuesOf,
} from "../datasets/image_files.ts";
import { flatJpeg } from "../datasets/jpeg_file.ts";
import { assertUserError } from "./reproduce_command.ts";
import { runCommand } from "./run_command.ts";
import { testsInFolder } from "../tests_in_folder.ts";

const task = config.tasks["make-pairs"].command.split(" ");

/** Runs the command of the task, with the task's permissions. */
const runTask = (...args: readonly string[]): Promise<Ended> =>
  runProgram("deno", ["run", "--quiet", ...task.slice(2), ...args]);

/** Runs the command in this process, which is faster than a new one. */
const makePairs = (...args: readonly string[]): Promise<Ended> =>
  runCommand(makePairsCommand, args);

const inFolder = testsInFolder(program("deno"));

const [count, height, width] = [12, 10, 14];
const size = height * width;

async function writeImages(folder: string, npy: Uint8Array): Promise<string> {
  const path = `${folder}/images.npz`;
  await Deno.writeFile(path, zipSync({ "images.npy": npy }));
  return path;
}

inFolder(
  "make-pairs moves every image by several generators at once, and writes down all parameters",
  async (folder) => {
    const bytes = valuesOf(count * size);
    const images = await writeImages(
      folder,
      npyOf([count, height, width], bytes),
    );
    const { code, stdout, stderr } = await makePairs(
      ...[images, "--transformation", "rotationAndScaling"],
      ...["--distribution", "uniform:-20deg,20deg/uniform:-0.1,0.2"],
      ...["--out", `${folder}/a.npz`],
    );
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, /, t in radians, log-scale from /);
    const truth = unzipSync(await Deno.readFile(`${folder}/a.truth.npz`));
    const { values: t, shape } = decodeNpy(truth["t.npy"], "t");
    assertEquals(shape, [count, 2]);
    const { generators } = JSON.parse(strFromU8(truth["truth.json"]));
    assertEquals(generators, [
      { name: "rotation", unit: "radians" },
      { name: "scaling", unit: "log-scale" },
    ]);
    const pair = await openPairs([`${folder}/a.npz`]);
    const moved = await readBytes(pair.xt);
    for (let i = 0; i < count; i++) {
      const [angle, growth] = t.subarray(2 * i);
      const image = Float32Array.from(
        bytes.slice(i * size, (i + 1) * size),
        (byte) => byte / 255,
      );
      // Rotation and scaling commute, so their flows can be applied in turn.
      const flow = (time: number, x: number, y: number) =>
        transformations.scaling.flow(
          time * growth,
          ...transformations.rotation.flow(time * angle, x, y),
        );
      const expected = warp(image, height, width, 1, flow, 1);
      moved.slice(i * size, (i + 1) * size).forEach((byte, k) =>
        assert(Math.abs(byte - 255 * expected[k]) <= 0.51)
      );
    }
  },
);

inFolder(
  "make-pairs moves every image by its own t, which it writes down",
  async (folder) => {
    const bytes = valuesOf(count * size);
    const images = await writeImages(
      folder,
      npyOf([count, height, width], bytes),
    );
    const run = (out: string) =>
      runTask(
        ...[images, "--transformation", "rotation", "--about=0.1,-0.2"],
        ...["--distribution", "uniform:-20deg,20deg", "--seed", "3"],
        ...["--out", `${folder}/${out}.npz`],
      );
    const { code, stdout, stderr } = await run("a");
    assertEquals([code, stderr], [0, ""]);
    assertEquals(
      stdout,
      `${folder}/a.npz: 12 pairs of 10 x 14, rotation about (0.1, -0.2), t in radians from uniform(-0.349, 0.349); t itself is in ${folder}/a.truth.npz\n`,
    );
    assertEquals(await listBelow(folder), [
      "a.npz",
      "a.truth.npz",
      "images.npz",
    ]);

    const truth = unzipSync(await Deno.readFile(`${folder}/a.truth.npz`));
    const { values: t } = decodeNpy(truth["t.npy"], "t");
    assertEquals(JSON.parse(strFromU8(truth["truth.json"])), {
      images: `${images}, array images`,
      transformation: "rotation about (0.1, -0.2)",
      unit: "radians",
      distribution: "uniform(-0.349, 0.349)",
      seed: 3,
    });
    assertEquals(new Set(t).size, count);
    assert(t.every((value) => Math.abs(value) <= Math.PI / 9));

    const pair = await openPairs([`${folder}/a.npz`]);
    assertEquals(await readBytes(pair.x0), bytes);
    const moved = await readBytes(pair.xt);
    for (let i = 0; i < count; i++) {
      const image = Float32Array.from(
        bytes.slice(i * size, (i + 1) * size),
        (byte) => byte / 255,
      );
      const flow = (t: number, x: number, y: number) => {
        const [qx, qy] = transformations.rotation.flow(t, x - 0.1, y + 0.2);
        return [qx + 0.1, qy - 0.2] as const;
      };
      assertEquals(
        moved.slice(i * size, (i + 1) * size),
        Array.from(
          warp(image, height, width, 1, flow, t[i]),
          (value) => Math.round(255 * value),
        ),
      );
    }

    // The same command writes the same files.
    await run("b");
    for (const ending of ["npz", "truth.npz"]) {
      assertEquals(
        await Deno.readFile(`${folder}/a.${ending}`),
        await Deno.readFile(`${folder}/b.${ending}`),
      );
    }
  },
);

inFolder(
  "make-pairs keeps colours and floating-point numbers",
  async (folder) => {
    const values = Float32Array.from(
      valuesOf(count * size * 3),
      (value) => value - 300.5,
    );
    const shape = [count, height, width, 3];
    const images = await writeImages(folder, encodeNpy({ shape, values }));
    const { code } = await makePairs(
      ...[images, "--transformation", "translationX"],
      ...["--distribution", "uniform:0.5,0.6", "--out", `${folder}/a.npz`],
    );
    assertEquals(code, 0);
    const { x0, xt } = await openPairs([`${folder}/a.npz`]);
    assertEquals([x0.type, x0.channels, xt.channels], ["float32", 3, 3]);
    assertEquals((await readAll(x0)).values, [...values]);
    // Content from beyond the left edge is 0.
    assertEquals((await readAll(xt)).values[0], 0);
  },
);

inFolder(
  "make-pairs says how it read the channels, or asks which they are",
  async (folder) => {
    // 12 channels first, of 10 x 14 pixels; the pixels of a channel have one value.
    const bytes = Array.from(
      { length: 3 * 12 * size },
      (_, i) => 20 * (Math.floor(i / size) % 12),
    );
    const run = async (channels: number, ...args: readonly string[]) => {
      const images = await writeImages(
        folder,
        npyOf([36 / channels, channels, height, width], bytes),
      );
      return await makePairs(
        ...[images, "--transformation", "translationX"],
        ...["--distribution", "uniform:0,1", "--out", `${folder}/a.npz`],
        ...args,
      );
    };
    const asked = assertUserError(await run(12));
    assertMatch(
      asked,
      /array images: expected a shape that shows which axis holds the channels, found \(3, 12, 10, 14\): .+ with --channels first, or .+ with --channels last; say which/,
    );
    assertEquals(await listBelow(folder), ["images.npz"]);

    const read =
      "array images: (3, 12, 10, 14) read with the channels first, as 3 images of 10 x 14 pixels with 12 channels\n";
    const { code, stdout } = await run(12, "--channels", "first");
    assertEquals(code, 0);
    assert(stdout.includes(read), stdout);
    const { x0 } = await openPairs([`${folder}/a.npz`], { channels: "last" });
    assertEquals(
      await readBytes(x0),
      Array.from(bytes, (_, i) => 20 * (i % 12)),
    );
    // A shape with 3 channels needs no option.
    const three = await run(3);
    assertEquals(three.code, 0, three.stderr);
    assert(
      three.stdout.includes("(12, 3, 10, 14) read with the channels first"),
    );
    const pairs = await openPairs([`${folder}/a.npz`]);
    assertEquals([pairs.x0.channels, pairs.x0.notes], [3, undefined]);
  },
);

const refusals: readonly {
  readonly what: string;
  readonly npy: Uint8Array;
  readonly out: string;
  readonly says: RegExp;
}[] = [
  {
    what: "images that are cut off",
    npy: npyOf([3, 8, 8], valuesOf(100)),
    out: "a.npz",
    says:
      /images\.npz, array images: expected 320 bytes for this shape, found 228; the file is damaged$/,
  },
  {
    what: "a number that is none, which shows when half is written",
    npy: encodeNpy({
      shape: [40_000, 8, 8],
      values: new Float32Array(40_000 * 64).fill(NaN, 39_999 * 64),
    }),
    out: "a.npz",
    says:
      /images\.npz, array images: expected finite float32 numbers, found NaN in image 39999 \(counted from 0\)/,
  },
  {
    what: "a folder that is not there",
    npy: npyOf([3, 8, 8], valuesOf(192)),
    out: "none/a.npz",
    says:
      /none\/a\.npz: expected to be able to write there, found: No such file/,
  },
  {
    what: "its own images to write over",
    npy: npyOf([3, 8, 8], valuesOf(192)),
    out: "images.npz",
    says: /--out: expected another file than IMAGES, found \S+images\.npz$/,
  },
];

for (const [i, { what, npy, out, says }] of refusals.entries()) {
  // The first case runs as a program, to check its exit code and streams.
  const run = i === 0 ? runTask : makePairs;
  inFolder(
    `make-pairs refuses ${what}: one line, and nothing is written`,
    async (folder) => {
      const images = await writeImages(folder, npy);
      const before = await Deno.readFile(images);
      const ended = await run(
        ...[images, "--transformation", "shear"],
        ...["--distribution", "uniform:0,1", "--out", `${folder}/${out}`],
      );
      assertMatch(assertUserError(ended), says);
      assertEquals(ended.stdout, "");
      assertEquals(await listBelow(folder), ["images.npz"]);
      assertEquals(await Deno.readFile(images), before);
    },
  );
}

Deno.test({
  ...needs(program("deno")),
  name: "make-pairs --help prints the help",
  async fn() {
    const { code, stdout } = await makePairs("--help");
    assertEquals(code, 0);
    assertMatch(stdout, /^Usage: deno task make-pairs IMAGES /);
  },
});

inFolder(
  "make-pairs says once that photographs are scaled down, from what to what",
  async (folder) => {
    await Deno.mkdir(`${folder}/photos`);
    for (const name of ["a.jpg", "b.jpg"]) {
      await Deno.writeFile(`${folder}/photos/${name}`, flatJpeg(1200, 1600));
    }
    const { code, stdout, stderr } = await makePairs(
      ...[`${folder}/photos`, "--transformation", "rotation"],
      ...["--distribution", "uniform:-20deg,20deg"],
      ...["--out", `${folder}/a.npz`],
    );
    assertEquals([code, stderr], [0, ""]);
    assertMatch(
      stdout,
      /\/photos: pictures of 1200 x 1600 pixels, scaled down to 384 x 512\n/,
    );
    assertMatch(stdout, /: 2 pairs of 384 x 512, rotation, /);
    const { x0 } = await openPairs([`${folder}/a.npz`]);
    assertEquals(new Set(await readBytes(x0)), new Set([136]));
  },
);
