import { assertEquals, assertRejects } from "@std/assert";
import { encode } from "fast-png";
import { zipSync, zlibSync } from "fflate";
import { crc32 } from "node:zlib";
import { GifWriter } from "omggif";
import type { ImageStack } from "#lib/datasets/image_stack.ts";
import { openPairs } from "#lib/datasets/open_images.ts";
import type { StackPair } from "#lib/datasets/stack_pair.ts";
import { joined } from "./zip_file.ts";
import {
  inFolder,
  npyOf,
  readBytes,
  refuses,
  valuesOf,
} from "./image_files.ts";

/** Images of 8 x 9 pixels; the gray value of each is its number. */
const numbered = (count: number, channels = 1) =>
  Array.from(
    { length: count * 72 * channels },
    (_, i) => Math.floor(i / 72 / channels),
  );

/** The gray value of each image of one gray value. */
async function numbersIn(stack: ImageStack): Promise<number[]> {
  const bytes = await readBytes(stack);
  const size = stack.height * stack.width * stack.channels;
  return bytes.filter((_, i) => i % size === 0);
}

/** The numbers of the frames of all pairs. */
const pairsIn = async ({ x0, xt }: StackPair) => {
  const first = await numbersIn(x0), second = await numbersIn(xt);
  return first.map((number, i) => [number, second[i]]);
};

const placesIn = ({ sequences }: StackPair) =>
  Array.from(sequences!.group, (group, i) => [group, sequences!.frame[i]]);

async function writeFrames(
  folder: string,
  names: Readonly<Record<string, number>>,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [name, gray] of Object.entries(names)) {
    const data = new Uint8Array(72).fill(gray);
    await Deno.writeFile(
      `${folder}/${name}`,
      encode({ width: 9, height: 8, data, channels: 1, depth: 8 }),
    );
  }
}

inFolder("an array of three axes is one sequence", async (folder) => {
  const path = `${folder}/clip.npy`;
  await Deno.writeFile(path, npyOf([6, 8, 9], numbered(6)));
  const pairs = await openPairs([path]);
  assertEquals(await pairsIn(pairs), [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5]]);
  assertEquals(pairs.x0.notes, [
    `${path}: read as 1 sequence of 6 frames, pairs of frames 1 apart`,
  ]);
  const apart = await openPairs([path], { lag: 4 });
  assertEquals(await pairsIn(apart), [[0, 4], [1, 5]]);
  assertEquals(apart.sequences?.lag, 4);
});

for (const lag of [1, 2]) {
  inFolder(
    `an array of many sequences, lag ${lag}: no pair spans two sequences`,
    async (folder) => {
      const path = `${folder}/clips.npy`;
      await Deno.writeFile(path, npyOf([3, 4, 8, 9], new Uint8Array(12 * 72)));
      await refuses(
        /expected a shape that shows which axis holds the frames, found \(3, 4, 8, 9\): one sequence of 3 frames with 4 channels, with --channels first/,
        () => openPairs([path], { lag }),
      );
      await Deno.writeFile(path, npyOf([3, 4, 8, 9, 1], numbered(12)));
      const pairs = await openPairs([path], { lag });
      const expected = [0, 1, 2].flatMap((group) =>
        Array.from({ length: 4 - lag }, (_, frame) => [group, frame])
      );
      assertEquals(placesIn(pairs), expected);
      assertEquals(
        await pairsIn(pairs),
        expected.map(([group, frame]) => [
          4 * group + frame,
          4 * group + frame + lag,
        ]),
      );
    },
  );
}

inFolder(
  "the axes of an array tell frames, sequences and channels",
  async (folder) => {
    const path = `${folder}/a.npy`;
    const cases = [
      { shape: [2, 10, 8, 9], sequences: 2, size: [8, 9, 1] },
      { shape: [10, 8, 9, 3], sequences: 1, size: [8, 9, 3] },
      {
        shape: [10, 3, 8, 9],
        channels: "first",
        sequences: 1,
        size: [8, 9, 3],
      },
      { shape: [2, 5, 8, 9, 3], sequences: 2, size: [8, 9, 3] },
      { shape: [2, 5, 3, 8, 9], sequences: 2, size: [8, 9, 3] },
    ] as const;
    for (const { shape, sequences, size, ...options } of cases) {
      const count = shape.reduce((a, b) => a * b, 1);
      await Deno.writeFile(path, npyOf(shape, valuesOf(count)));
      const { x0, sequences: places } = await openPairs([path], options);
      assertEquals([x0.height, x0.width, x0.channels], [...size]);
      assertEquals(new Set(places?.group).size, sequences);
    }
    for (const shape of [[72], [8, 9], [1, 2, 3, 8, 9, 3]]) {
      const count = shape.reduce((a, b) => a * b, 1);
      await Deno.writeFile(path, npyOf(shape, valuesOf(count)));
      await refuses(
        /expected a sequence of the shape \(frames, H, W\), .* found \(/,
        () => openPairs([path]),
      );
    }
  },
);

inFolder(
  "an archive with frames, or with one array, is sequences",
  async (folder) => {
    const path = `${folder}/clip.npz`;
    const clip = npyOf([3, 8, 9], numbered(3));
    const write = (names: readonly string[]) =>
      Deno.writeFile(
        path,
        zipSync(Object.fromEntries(names.map((name) => [`${name}.npy`, clip]))),
      );
    for (
      const names of [["frames"], ["clip"], ["arr_0"], ["frames", "times"]]
    ) {
      await write(names);
      assertEquals(await pairsIn(await openPairs([path])), [[0, 1], [1, 2]]);
    }
    await write(["x0", "xt", "frames"]);
    assertEquals((await openPairs([path])).sequences, undefined);
    for (const names of [["x0"], ["a", "b", "c"]]) {
      await write(names);
      await refuses(/expected one array x/, () => openPairs([path]));
    }
  },
);

inFolder(
  "frames are in the order of the numbers in their names",
  async (folder) => {
    await writeFrames(folder, {
      "f10.png": 3,
      "f9.png": 2,
      "f8.png": 1,
      "f11.png": 4,
    });
    await Deno.writeTextFile(`${folder}/notes.txt`, "");
    const pairs = await openPairs([folder]);
    assertEquals(await pairsIn(pairs), [[1, 2], [2, 3], [3, 4]]);
  },
);

inFolder("numbers may have zeros in front, and a step", async (folder) => {
  await writeFrames(folder, { "005.png": 1, "015.png": 3, "010.png": 2 });
  assertEquals(await pairsIn(await openPairs([folder])), [[1, 2], [2, 3]]);
});

inFolder("each folder of a folder is a sequence", async (folder) => {
  await writeFrames(`${folder}/b`, { "1.png": 4, "2.png": 5, "10.png": 6 });
  await refuses(
    `${folder}/b: expected frame 3 after 2.png, found 10.png; add what is missing, or put the frames from there on into another folder`,
    () => openPairs([folder]),
  );
  await Deno.rename(`${folder}/b/10.png`, `${folder}/b/3.png`);
  await writeFrames(`${folder}/a`, { "x-1.png": 1, "x-2.png": 2 });
  await writeFrames(`${folder}/c`, { "1.png": 9 });
  const pairs = await openPairs([folder]);
  assertEquals(await pairsIn(pairs), [[1, 2], [4, 5], [5, 6]]);
  assertEquals(placesIn(pairs), [[0, 0], [1, 0], [1, 1]]);
  assertEquals(pairs.x0.notes, [
    `${folder}: read as 3 sequences of 1 to 3 frames each, pairs of frames 1 apart; 1 of them too short for a pair`,
  ]);
});

const WRONG: Readonly<
  Record<string, readonly [Record<string, number>, string]>
> = {
  "a name without a number": [
    { "1.png": 1, "last.png": 2 },
    "/last.png: expected a frame with its number in the name, as frame-12.png, found none; pairs are in folders x0 and xt",
  ],
  "names of two kinds": [
    { "a1.png": 1, "b2.png": 2 },
    ": expected names of frames that differ in one number only, found a1.png and b2.png; put each sequence into a folder of its own",
  ],
  "one number twice": [
    { "a01.png": 1, "a1.png": 2 },
    ": expected one frame of each number, found a01.png and a1.png",
  ],
  "one frame": [
    { "a1.png": 1 },
    ": expected a sequence of at least 2 frames, found 1",
  ],
};

for (const [what, [names, message]] of Object.entries(WRONG)) {
  inFolder(`frames are refused: ${what}`, async (folder) => {
    await writeFrames(folder, names);
    await refuses(`${folder}${message}`, () => openPairs([folder]));
  });
}

inFolder(
  "frames beside folders, and frames of two sizes, are refused",
  async (folder) => {
    await writeFrames(folder, { "1.png": 1, "2.png": 2 });
    const data = new Uint8Array(90);
    await Deno.writeFile(
      `${folder}/2.png`,
      encode({ width: 9, height: 10, data, channels: 1, depth: 8 }),
    );
    await refuses(
      `${folder}/2.png: expected 8 x 9 pixels as in 1.png, found 10 x 9 pixels; give all files one size`,
      () => openPairs([folder]),
    );
    await Deno.mkdir(`${folder}/more`);
    await refuses(
      `${folder}: expected either frames or folders of frames, found 1.png and the folder more; put the frames into a folder, too`,
      () => openPairs([folder]),
    );
  },
);

inFolder(
  "two folders of equally named pictures may be pairs or sequences: a lag says that they are sequences",
  async (folder) => {
    for (const [name, first] of [["before", 1], ["after", 5]] as const) {
      await Deno.mkdir(`${folder}/${name}`);
      await writeFrames(`${folder}/${name}`, {
        "1.png": first,
        "2.png": first + 1,
      });
    }
    await refuses(
      `${folder}: expected pairs or sequences, found two folders of equally named pictures, after and before, which may be either; call the folders x0 and xt if they hold pairs, or give --lag 1 (in code, the option lag) if each is a sequence`,
      () => openPairs([folder]),
    );
    const sequences = await openPairs([folder], { lag: 1 });
    assertEquals(await pairsIn(sequences), [[5, 6], [1, 2]]);
    await Deno.rename(`${folder}/before`, `${folder}/x0`);
    await Deno.rename(`${folder}/after`, `${folder}/xt`);
    assertEquals(await pairsIn(await openPairs([folder])), [[1, 5], [2, 6]]);
  },
);

inFolder(
  "a lag is refused if no pair has it, or if there is no sequence",
  async (folder) => {
    const path = `${folder}/clip.npy`;
    await Deno.writeFile(path, npyOf([6, 8, 9], numbered(6)));
    await refuses(
      `--lag: expected at most 5, for the longest sequence of ${path} has 6 frames, found 6 (in code, the option lag)`,
      () => openPairs([path], { lag: 6 }),
    );
    await refuses(
      `--lag: expected a sequence of frames, found pairs, ${path} and ${path}; leave --lag out (in code, the option lag)`,
      () => openPairs([path, path], { lag: 1 }),
    );
    for (const lag of [0, 1.5, NaN]) {
      await assertRejects(() => openPairs([path], { lag }), RangeError);
    }
  },
);

/** Colours of the animation: transparent, and three grays. */
const GRAYS = [0, 50, 100, 200];

/** A GIF file of 16 x 16 pixels, in which each frame covers a part in one colour. */
function gifOf(
  frames: readonly {
    readonly part: readonly [
      x: number,
      y: number,
      width: number,
      height: number,
    ];
    readonly colour: number;
    readonly disposal?: number;
  }[],
): Uint8Array {
  const bytes = new Uint8Array(10_000);
  const palette = GRAYS.map((gray) => gray * 0x10101);
  const writer = new GifWriter(bytes, 16, 16, { palette });
  for (const { part: [x, y, width, height], colour, disposal = 0 } of frames) {
    const pixels = new Array<number>(width * height).fill(colour);
    writer.addFrame(x, y, width, height, pixels, { disposal, transparent: 0 });
  }
  return bytes.slice(0, writer.end());
}

inFolder(
  "frames of a GIF file are drawn over the earlier ones, by their disposal",
  async (folder) => {
    const path = `${folder}/clip.gif`;
    const left = [0, 0, 8, 16] as const, right = [8, 0, 8, 16] as const;
    const nothing = [0, 0, 1, 1] as const;
    await Deno.writeFile(
      path,
      gifOf([
        { part: left, colour: 1 },
        { part: right, colour: 2, disposal: 3 },
        { part: nothing, colour: 0 },
        { part: left, colour: 3, disposal: 2 },
        { part: nothing, colour: 0 },
      ]),
    );
    const { x0, xt } = await openPairs([path]);
    assertEquals([x0.count, x0.height, x0.width, x0.channels], [4, 16, 16, 1]);
    const shown = async (stack: ImageStack) => {
      const bytes = await readBytes(stack);
      return Array.from(
        { length: stack.count },
        (_, i) => [bytes[256 * i], bytes[256 * i + 255]],
      );
    };
    // Transparent pixels are middle gray.
    const expected = [[50, 128], [50, 100], [50, 128], [200, 128], [128, 128]];
    assertEquals(await shown(x0), expected.slice(0, 4));
    assertEquals(await shown(xt), expected.slice(1));
  },
);

inFolder(
  "a GIF file of one frame, or a damaged one, is refused",
  async (folder) => {
    const path = `${folder}/clip.gif`;
    const whole = [0, 0, 16, 16] as const;
    await Deno.writeFile(path, gifOf([{ part: whole, colour: 1 }]));
    await refuses(
      `${path}: expected a sequence of at least 2 frames, found 1`,
      () => openPairs([path]),
    );
    const two = gifOf([{ part: whole, colour: 1 }, { part: whole, colour: 2 }]);
    await Deno.writeFile(path, two.subarray(0, two.length - 20));
    await refuses(
      `${path}: expected a whole GIF file, found: a GIF file that is cut off or damaged`,
      () => openPairs([path]),
    );
    await Deno.writeFile(
      path,
      gifOf([{ part: whole, colour: 1 }, { part: [9, 9, 8, 8], colour: 2 }]),
    );
    await refuses(
      `${path}: expected a whole GIF file, found: an image that reaches beyond the picture`,
      () => openPairs([path]),
    );
  },
);

/** A PNG chunk, with its check sum as the format defines it. */
function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(4, -4)));
  return bytes;
}

/** A frame of an animated PNG file: a part of 16 x 16 pixels in one gray. */
interface GrayFrame {
  readonly part: readonly [x: number, y: number, width: number, height: number];
  readonly gray: number;
  readonly alpha: number;
  readonly disposal?: number;
  readonly blend?: number;
}

/** An animated PNG file of 16 x 16 pixels, gray with opacity. */
function apngOf(frames: readonly GrayFrame[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, 16);
  header.setUint32(4, 16);
  header.setUint8(8, 8);
  header.setUint8(9, 4);
  const animation = new DataView(new ArrayBuffer(8));
  animation.setUint32(0, frames.length);
  let number = 0;
  const parts = frames.flatMap(({ part, gray, alpha, disposal, blend }, i) => {
    const [x, y, width, height] = part;
    const control = new DataView(new ArrayBuffer(26));
    control.setUint32(0, number++);
    [width, height, x, y].forEach((v, k) => control.setUint32(4 + 4 * k, v));
    control.setUint8(24, disposal ?? 0);
    control.setUint8(25, blend ?? 0);
    const rows = Uint8Array.from(
      { length: height * (1 + 2 * width) },
      (_, k) => {
        const at = k % (1 + 2 * width);
        return at === 0 ? 0 : at % 2 === 1 ? gray : alpha;
      },
    );
    const packed = zlibSync(rows);
    const frame = chunk("fcTL", new Uint8Array(control.buffer));
    if (i === 0) return [frame, chunk("IDAT", packed)];
    const numbered = new Uint8Array(packed.length + 4);
    new DataView(numbered.buffer).setUint32(0, number++);
    numbered.set(packed, 4);
    return [frame, chunk("fdAT", numbered)];
  });
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("acTL", new Uint8Array(animation.buffer)),
    ...parts,
    chunk("IEND", new Uint8Array()),
  ]);
}

inFolder(
  "frames of a PNG file are drawn over the earlier ones, by disposal and blending",
  async (folder) => {
    const path = `${folder}/clip.png`;
    const left = [0, 0, 8, 16] as const, right = [8, 0, 8, 16] as const;
    const nothing = {
      part: [0, 0, 1, 1],
      gray: 0,
      alpha: 0,
      blend: 1,
    } as const;
    const frames = [
      { part: [0, 0, 16, 16], gray: 50, alpha: 255 },
      { part: right, gray: 100, alpha: 255, disposal: 2 },
      nothing,
      { part: left, gray: 200, alpha: 51, blend: 1, disposal: 1 },
      nothing,
      { part: right, gray: 200, alpha: 0 },
    ] as const;
    await Deno.writeFile(path, apngOf(frames));
    const { x0, xt } = await openPairs([path]);
    assertEquals([x0.count, x0.height, x0.width, x0.channels], [5, 16, 16, 1]);
    const shown = async (stack: ImageStack) => {
      const bytes = await readBytes(stack);
      return Array.from(
        { length: stack.count },
        (_, i) => [bytes[256 * i], bytes[256 * i + 255]],
      );
    };
    const expected = [[50, 50], [50, 100], [50, 50], [80, 50], [128, 50], [
      128,
      128,
    ]];
    assertEquals(await shown(x0), expected.slice(0, 5));
    assertEquals(await shown(xt), expected.slice(1));
  },
);

inFolder(
  "a PNG file of no animation, or a damaged one, is refused",
  async (folder) => {
    const path = `${folder}/clip.png`;
    await writeFrames(folder, { "clip.png": 1 });
    await refuses(/found: a PNG image/, () => openPairs([path]));
    const whole = { part: [0, 0, 16, 16], gray: 1, alpha: 255 } as const;
    await Deno.writeFile(
      path,
      apngOf([whole, { ...whole, part: [9, 9, 8, 8] }]),
    );
    await refuses(
      `${path}: expected a whole PNG file, found: an image that reaches beyond the picture`,
      () => openPairs([path]),
    );
    const bytes = apngOf([whole, whole]);
    await Deno.writeFile(path, bytes.subarray(0, bytes.length - 30));
    await refuses(
      `${path}: expected a whole PNG file, found: a PNG file that is cut off`,
      () => openPairs([path]),
    );
  },
);
