import { assertEquals, assertRejects } from "@std/assert";
import { unzipSync, zipSync } from "fflate";
import { encodeNpy } from "#lib/datasets/npy.ts";
import { UnreadableError } from "#lib/runtime/read_if_there.ts";
import {
  loadCheckpoint,
  loadNewestCheckpoint,
  previousCheckpoint,
} from "#lib/training/checkpoint.ts";
import { failingReader, systemError } from "../failing_reader.ts";
import {
  assertState,
  checkpointTest,
  FINGERPRINT,
  load,
  snapshot,
  trainUntil,
} from "./interrupted_training.ts";
import { smallTrainer } from "./small_trainer.ts";

checkpointTest(
  "a file that is no checkpoint of this run is refused, and changes nothing",
  async (path) => {
    using source = smallTrainer();
    await trainUntil(2, source, path);
    const good = await Deno.readFile(path);
    using trainer = smallTrainer({ initSeed: 1 });
    const before = snapshot(trainer);
    const refused = async (content: Uint8Array | string, reason: string) => {
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
      const result = await loadCheckpoint(path, trainer, FINGERPRINT);
      assertEquals(result, { unusable: reason });
      assertState(trainer, before);
    };
    for (const share of [0, 0.01, 0.5, 0.9]) {
      await refused(
        good.subarray(0, Math.floor(share * good.length)),
        "damaged",
      );
    }
    await refused(good.subarray(0, -1), "damaged");
    await refused("a text about something else\n", "damaged");
    await refused(zipSync({ "readme.txt": new Uint8Array(100) }), "damaged");

    const files = unzipSync(good);
    const text = new TextDecoder().decode(files["progress.json"]);
    const withText = (changed: string) =>
      zipSync({ ...files, "progress.json": new TextEncoder().encode(changed) });
    await refused(withText(text.slice(0, -1)), "damaged");
    await refused(withText("null"), "damaged");
    await refused(withText(text.replace(FINGERPRINT, "other")), "damaged");
    await Deno.writeFile(path, good);
    assertEquals(await loadCheckpoint(path, trainer, "other"), {
      unusable: "of other settings",
    });
    assertState(trainer, before);
    const { "value/alpha.npy": _, ...without } = files;
    await refused(zipSync(without), "damaged");
    const short = encodeNpy({ shape: [3], values: new Float32Array(3) });
    await refused(zipSync({ ...files, "value/alpha.npy": short }), "damaged");

    await Deno.remove(path);
    assertEquals(await loadCheckpoint(path, trainer, FINGERPRINT), {
      unusable: "none there",
    });
    assertState(trainer, before);
  },
);

checkpointTest(
  "a checkpoint of a model of another size is refused",
  async (path) => {
    using source = smallTrainer();
    await trainUntil(2, source, path);
    using trainer = smallTrainer({ width: 20 });
    const before = snapshot(trainer);
    assertEquals(await loadCheckpoint(path, trainer, FINGERPRINT), {
      unusable: "damaged",
    });
    assertState(trainer, before);
  },
);

checkpointTest("a flipped bit never gets into a training", async (path) => {
  using source = smallTrainer();
  await trainUntil(2, source, path);
  const right = snapshot(source);
  await load(path, source);
  const good = await Deno.readFile(path);
  // The first flip is in the middle of an array, the others are spread over the file.
  const arrayAt = Math.floor(good.length / 2);
  const places = Array.from(
    { length: 60 },
    (_, i) => Math.floor((i + 0.5) * good.length / 60),
  );
  for (const [i, place] of [arrayAt, ...places].entries()) {
    const bad = good.slice();
    bad[place] ^= 1 << (i % 8);
    await Deno.writeFile(path, bad);
    using trainer = smallTrainer({ initSeed: 1 });
    const before = snapshot(trainer);
    const result = await loadCheckpoint(path, trainer, FINGERPRINT);
    // A flip in the archive's dates, for example, changes nothing.
    const taken = "step" in result;
    assertState(
      trainer,
      taken ? right : before,
      `byte ${place} of ${good.length}`,
    );
  }
});

/** Errors of the system that do not depend on a checkpoint's content. */
const refusals = [
  systemError(Deno.errors.PermissionDenied, "EACCES", 13),
  systemError(Error, "EIO", 5),
  systemError(Error, "EMFILE", 24),
];

checkpointTest(
  "a checkpoint that cannot be read ends the run, and both files stay unchanged",
  async (path) => {
    using source = smallTrainer();
    const previous = previousCheckpoint(path);
    await trainUntil(2, source, path);
    await trainUntil(4, source, path);
    const files = () =>
      Promise.all([path, previous].map((file) => Deno.readFile(file)));
    const whole = await files();
    using trainer = smallTrainer({ initSeed: 1 });
    const before = snapshot(trainer);
    for (const error of refusals) {
      // The newest cannot be read, although the previous one could; then the previous
      // one cannot.
      for (const [refused, damaged] of [[path, false], [previous, true]]) {
        if (damaged === true) await Deno.writeTextFile(path, "damaged");
        await assertRejects(
          () =>
            loadNewestCheckpoint(
              path,
              trainer,
              FINGERPRINT,
              failingReader(error, String(refused)),
            ),
          UnreadableError,
          `${refused}: expected to be able to read it`,
        );
        assertState(trainer, before);
        await Deno.writeFile(path, whole[0]);
      }
    }
    assertEquals(await files(), whole);
  },
);

checkpointTest(
  "a folder in a checkpoint's place ends the run and is not changed",
  async (path) => {
    await Deno.mkdir(path);
    await Deno.writeTextFile(`${path}/kept.txt`, "of the user's");
    using trainer = smallTrainer();
    await assertRejects(
      () => loadNewestCheckpoint(path, trainer, FINGERPRINT),
      UnreadableError,
      `${path}: expected to be able to read it, found EISDIR`,
    );
    assertEquals(await Deno.readTextFile(`${path}/kept.txt`), "of the user's");
  },
);
