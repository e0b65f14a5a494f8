import { assert, assertEquals, assertRejects } from "@std/assert";
import { gzipSync } from "node:zlib";
import {
  beginningOf,
  fileBytes,
  named,
  namingFile,
  readWhile,
  skipping,
} from "#lib/datasets/byte_stream.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { inFolder, refuses, valuesOf } from "./image_files.ts";

/** A stream of these bytes in parts of one length. */
async function* cut(bytes: readonly number[], length: number) {
  for (let at = 0; at < bytes.length; at += length) {
    yield Uint8Array.from(bytes.slice(at, at + length));
    await Promise.resolve();
  }
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<number[]> {
  const bytes: number[] = [];
  for await (const chunk of chunks) bytes.push(...chunk);
  return bytes;
}

const bytes = valuesOf(20);

Deno.test("skipping leaves out the first bytes, however they are cut", async () => {
  for (let length = 1; length <= 21; length++) {
    for (let count = 0; count <= 22; count++) {
      assertEquals(
        await all(skipping(count, cut(bytes, length))),
        bytes.slice(count),
      );
    }
  }
});

Deno.test("beginningOf reads until it is enough, and closes the stream", async () => {
  for (let length = 1; length <= 21; length++) {
    let closed = false;
    const stream = async function* () {
      try {
        yield* cut(bytes, length);
      } finally {
        closed = true;
      }
    };
    const first = (begin: Uint8Array) =>
      begin.length < 7 ? undefined : [...begin.subarray(0, 7)];
    assertEquals(await beginningOf(stream(), first, 10), bytes.slice(0, 7));
    assert(closed);
  }
});

Deno.test("beginningOf asks for no more than the most, and ends with the stream", async () => {
  const lengths: number[] = [];
  const never = (begin: Uint8Array) => void lengths.push(begin.length);
  assertEquals(await beginningOf(cut(bytes, 4), never, 10), undefined);
  assertEquals(lengths, [4, 8, 10]);
  assertEquals(await beginningOf(cut(bytes, 4), never, 100), undefined);
  assertEquals(lengths.at(-1), 20);
});

Deno.test("namingFile makes one line of anything, and leaves a UserError", async () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [new TypeError("it\n  broke"), "a.gz: expected a file, found: it broke"],
    [new RangeError("a.gz: expected 1"), "a.gz: expected 1"],
    ["a word", "a.gz: expected a file, found: a word"],
    [new UserError("b: broke"), "b: broke"],
  ];
  for (const [error, message] of cases) {
    await refuses(
      message,
      () => namingFile("a.gz", "a file", () => Promise.reject(error)),
    );
  }
});

Deno.test("named rewords a stream's error with the file's name, and closes it when reading stops", async () => {
  let closed = 0;
  const stream = async function* () {
    try {
      yield* cut(bytes, 8);
      throw new TypeError("broke");
    } finally {
      closed++;
    }
  };
  await refuses(
    "a: expected a file, found: broke",
    () => all(named("a", "a file", stream())),
  );
  for await (const chunk of named("a", "a file", stream())) {
    assertEquals([...chunk], bytes.slice(0, 8));
    break;
  }
  assertEquals(closed, 2);
});

Deno.test("readWhile ends only after the writing, and throws its error", async () => {
  const order: string[] = [];
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writing = (async () => {
    const writer = writable.getWriter();
    try {
      for (;;) await writer.write(Uint8Array.of(1));
    } finally {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push("written");
    }
  })();
  for await (const _ of readWhile(readable, writing)) break;
  order.push("read");
  assertEquals(order, ["written", "read"]);

  const empty = new TransformStream<Uint8Array, Uint8Array>();
  const failing = empty.writable.close().then(() => {
    throw new Error("a wrong check sum");
  });
  await assertRejects(
    () => all(readWhile(empty.readable, failing)),
    Error,
    "a wrong check sum",
  );
});

const content = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);

inFolder(
  "fileBytes reads a file, gzipped or not, whatever its name",
  async (folder) => {
    for (const name of ["a", "a.gz"]) {
      for (const stored of [content, gzipSync(content)]) {
        await Deno.writeFile(`${folder}/${name}`, stored);
        const read = await Array.fromAsync(fileBytes(`${folder}/${name}`));
        assertEquals(await new Blob(read as BlobPart[]).bytes(), content);
      }
    }
    for (const short of [[], [0x1f]]) {
      await Deno.writeFile(`${folder}/a`, Uint8Array.from(short));
      assertEquals(await all(fileBytes(`${folder}/a`)), short);
    }
  },
);

inFolder(
  "fileBytes, where the reading stops early, leaves no file open",
  async (folder) => {
    // The first piece reads neither of the files to its end.
    const random = crypto.getRandomValues(new Uint8Array(65_536));
    const large = await new Blob(Array(16).fill(random)).bytes();
    for (const stored of [large, gzipSync(large)]) {
      await Deno.writeFile(`${folder}/a`, stored);
      for await (const _ of fileBytes(`${folder}/a`)) break;
    }
  },
);

inFolder(
  "fileBytes unpacks a thousandfold packed file a little at a time",
  async (folder) => {
    await Deno.writeFile(`${folder}/a`, gzipSync(new Uint8Array(2 ** 25)));
    let [size, most] = [0, 0];
    for await (const { length } of fileBytes(`${folder}/a`)) {
      size += length;
      most = Math.max(most, length);
    }
    assertEquals(size, 2 ** 25);
    assert(most <= 2 ** 12 * 1032, `${most}`);
  },
);

inFolder(
  "fileBytes of a gzipped file cut off anywhere fails",
  async (folder) => {
    const whole = gzipSync(content.subarray(0, 3000));
    for (let length = 2; length < whole.length; length += 5) {
      await Deno.writeFile(`${folder}/a`, whole.subarray(0, length));
      await assertRejects(() => all(fileBytes(`${folder}/a`)));
    }
    await Deno.writeFile(`${folder}/a`, whole.with(-6, whole.at(-6)! ^ 1));
    await assertRejects(() => all(fileBytes(`${folder}/a`)));
  },
);
