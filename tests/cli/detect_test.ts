import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
} from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { detectCommand } from "#lib/cli/detect.ts";
import { decodeNpy, encodeNpy } from "#lib/datasets/npy.ts";
import { writeNpz } from "#lib/datasets/npz_writer.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { readAnswer } from "#lib/detection/read_answer.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { correlation, drawnT, movedPairs } from "../detection/moved_blobs.ts";
import { needs, projectFiles } from "../needs.ts";
import { type Ended, program, runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { listBelow } from "../temporary_folder.ts";
import { assertUserError } from "./reproduce_command.ts";
import { runCommand } from "./run_command.ts";
import { testsInFolder } from "../tests_in_folder.ts";
import { writePairs } from "./write_pairs.ts";

const task = config.tasks.detect.command.split(" ");

/** Runs the command of the task, with the task's permissions. */
const detect = (...args: readonly string[]): Promise<Ended> =>
  runDetect(task, args);

/** Runs the command in this process, which is faster than a new one. */
const detectHere = (...args: readonly string[]): Promise<Ended> =>
  runCommand(detectCommand, [...args, "--backend", "wasm"]);

/** The task without native libraries, as in docs/running.md. */
const withoutLibraries = task.filter((word) => word !== "--allow-ffi");

const runDetect = (
  words: readonly string[],
  args: readonly string[],
): Promise<Ended> =>
  runProgram("deno", [
    ...["run", "--quiet", ...words.slice(2), ...args],
    // A BLAS' threads wait for each other while other processes use the cores.
    ...["--backend", "wasm"],
  ]);

const inFolder = testsInFolder(program("deno"));

const COUNT = 80;
const truth = drawnT(COUNT, -0.8, 0.8);
const turned = (count = COUNT) =>
  movedPairs(transformations.rotation.flow, truth.subarray(0, count), {
    size: 12,
    noise: 0.02,
  });

inFolder(
  "detect finds a rotation, and says and writes the same",
  async (folder) => {
    // PyTorch stores grey images with an axis for their one channel.
    const pairs = await writePairs(`${folder}/pairs.npz`, turned(), [1]);
    const out = `${folder}/new/out`;
    // These labels do not depend on the images.
    const labels = `${folder}/labels.npy`;
    const values = Float64Array.from({ length: COUNT }, (_, i) => i % 2);
    await Deno.writeFile(labels, encodeNpy({ shape: [COUNT], values }));
    const ended = await detect(
      ...[pairs, "--quick", "--json", "--out", out, "--labels", labels],
    );
    assertEquals(ended.code, 0, ended.stderr);
    assertMatch(
      ended.stderr,
      /(^|\n)Found: rotation about \S+ \S+\. The flow explains .* Intervals follow\.\n/,
    );
    assertMatch(ended.stderr, /(^|\n)report: \S+\/new\/out\/index\.html\n$/);

    const written = await Deno.readTextFile(`${out}/generator.json`);
    assertEquals(ended.stdout, written);
    const { verdict, generator, source, evidence, methods } = JSON.parse(
      written,
    );
    assertEquals(verdict, "found");
    assertMatch(generator.name, /^rotation about \(-?0\.\d\d, -?0\.\d\d\)$/);
    assertEquals(source, {
      name: `${pairs}, array x0`,
      count: COUNT,
      used: COUNT,
      height: 12,
      width: 12,
      channels: 1,
      notes: ["x0", "xt"].map((array) =>
        `${pairs}, array ${array}: (${COUNT}, 1, 12, 12) read with the channels first, as ${COUNT} images of 12 x 12 pixels with 1 channel`
      ),
    });
    assertEquals(evidence.agreement, 1);
    assertEquals(methods[0].method, "this answer");

    const found = readAnswer(written, "generator.json");
    const [test] = found.labels!;
    assertEquals([test.verdict.kind, test.classes], ["unknown", 2]);
    assertEquals([test.images, test.tested], [COUNT, COUNT]);
    const value = (term: string) =>
      found.coefficients.find((one) => one.term === term)!;
    assertAlmostEquals(value("x ∂y").value, Math.SQRT1_2, 0.03);
    assertAlmostEquals(value("y ∂x").value, -Math.SQRT1_2, 0.03);
    assertEquals(
      found.coefficients.filter(({ low, high }) => low > 0 || high < 0)
        .map(({ term }) => term),
      ["y ∂x", "x ∂y"],
    );
    // The t count in units of the unit generator; `indices` are the numbers of the
    // held-out pairs.
    const { t, indices } = found.held;
    assertEquals(t.length, COUNT / 4);
    const expected = Array.from(indices, (i) => truth[i]);
    assert(correlation(t, expected) > 0.99);
    const slope = t.reduce((sum, v, i) => sum + v * expected[i], 0) /
      expected.reduce((sum, v) => sum + v * v, 0);
    assertAlmostEquals(slope, Math.SQRT2, 0.05);

    const files = await listBelow(out);
    const wanted = ["index.html", "flow-model/model.json", "pairs.npy"];
    for (const file of [...wanted, "label-accuracy.png"]) {
      assert(files.includes(file), file);
    }
    const array = async (name: string) =>
      decodeNpy(await Deno.readFile(`${out}/${name}.npy`), name).values;
    assertEquals(await array("t_refined"), t);
    assert((await array("t_network")).every(Number.isNaN));
    assert(files.every((file) => !file.endsWith(".part")));
  },
);

Deno.test({
  ...needs(projectFiles),
  name: "the command of docs/running.md without native libraries is the task's",
  async fn() {
    const text = await Deno.readTextFile(`${projectRoot}/docs/running.md`);
    const [command] = text.match(/^deno run .* lib\/cli\/detect\.ts .*$/m)!;
    assertEquals(
      command,
      [...withoutLibraries, "pairs.npz", "--backend", "wasm"].join(" "),
    );
    assertEquals(withoutLibraries.length, task.length - 1);
  },
});

inFolder(
  "detect looks in a basis of the user's own, and needs no native library",
  async (folder) => {
    const pairs = await writePairs(`${folder}/pairs.npz`, turned(64));
    await Deno.writeTextFile(
      `${folder}/basis.ts`,
      `export default { name: "turns", terms: [
      { component: "x", label: "A", value: (_x: number, y: number) => y },
      { component: "y", label: "B", value: (x: number) => x },
      { component: "x", label: "C", value: (x: number) => Math.sin(3 * x) },
    ] };`,
    );
    const { code, stdout, stderr } = await runDetect(
      withoutLibraries,
      [pairs, "--quick", "--basis", `${folder}/basis.ts`],
    );
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /\n(?:term|A) /);
    const row = (label: string) =>
      Number(
        new RegExp(`\\n${label} +([−-]?[\\d.]+) `).exec(stdout)![1]
          .replace("−", "-"),
      );
    assertAlmostEquals(Math.abs(row("A")), Math.SQRT1_2, 0.05);
    assertAlmostEquals(row("A") + row("B"), 0, 0.05);
    assertAlmostEquals(row("C"), 0, 0.05);
    // Without --out no file is written.
    assertEquals(await listBelow(folder), ["basis.ts", "pairs.npz"]);
  },
);

const nan = turned(60);
nan.xt[144 * 7 + 3] = NaN;
const even = { ...turned(60), x0: new Float32Array(60 * 144).fill(0.5) };

const refusals: readonly {
  readonly what: string;
  readonly pairs?: Pairs;
  readonly args?: readonly string[];
  readonly damage?: (bytes: Uint8Array) => Uint8Array;
  readonly says: RegExp;
}[] = [
  {
    what: "different counts",
    pairs: { ...turned(60), xt: turned(59).xt },
    says:
      /pairs\.npz, array xt: expected 60 images as in \S+pairs\.npz, array x0, found 59 images; images belong together in order$/,
  },
  {
    what: "a number that is none",
    pairs: nan,
    says:
      /pairs\.npz, array xt: expected finite float32 numbers, found NaN in image 7 \(counted from 0\)/,
  },
  {
    what: "images that show nothing",
    pairs: { ...even, xt: even.x0 },
    says:
      /pairs\.npz, array x0: expected images that show something, found the same value in all pixels$/,
  },
  {
    what: "an archive that is cut off",
    pairs: turned(60),
    damage: (bytes) => bytes.subarray(0, bytes.length / 2),
    says: /pairs\.npz, array x0: expected a whole \.npz archive, found: \S.*$/,
  },
  {
    what: "a path where nothing is",
    says: /pairs\.npz: expected a file or a folder, found: No such file.+$/,
  },
  {
    what: "a basis where nothing is",
    pairs: turned(60),
    args: ["--basis", "none.json"],
    says: /none\.json: expected a file with a basis, found: No such file.+$/,
  },
];

for (
  const [what, values, says] of [
    ["too few labels", [0, 1], /expected 60 labels, one per image, found 2$/],
    [
      "labels of one class",
      new Array(60).fill(7),
      /two classes, found label 7/,
    ],
    [
      "fractions as labels",
      new Array(60).fill(0.5),
      /integers as labels, found/,
    ],
  ] as const
) {
  inFolder(`detect refuses ${what}, in one line`, async (folder) => {
    const pairs = await writePairs(`${folder}/pairs.npz`, turned(60));
    const labels = `${folder}/labels.npy`;
    await Deno.writeFile(
      labels,
      encodeNpy({ shape: [values.length], values: Float64Array.from(values) }),
    );
    const ended = await detectHere(pairs, "--quick", "--labels", labels);
    const said = assertUserError(ended);
    assertMatch(said, says);
    assertMatch(said, /labels\.npy: expected/);
  });
}

for (const { what, pairs, args = [], damage, says } of refusals) {
  inFolder(
    `detect refuses ${what}: one line, and nothing is written`,
    async (folder) => {
      const path = `${folder}/pairs.npz`;
      if (pairs !== undefined) await writePairs(path, pairs);
      if (damage !== undefined) {
        await Deno.writeFile(path, damage(await Deno.readFile(path)));
      }
      const before = await listBelow(folder);
      const ended = await detectHere(
        ...[path, "--quick", "--json", "--out", `${folder}/out`, ...args],
      );
      assertMatch(assertUserError(ended), says);
      assertEquals(ended.stdout, "");
      assertEquals(await listBelow(folder), before);
    },
  );
}

inFolder(
  "detect asks which axis holds the channels, and takes the answer",
  async (folder) => {
    const path = `${folder}/pairs.npz`;
    const values = new Float32Array(60 * 12 * 16 * 16);
    const array = (name: string) => ({
      name,
      shape: [60, 12, 16, 16],
      type: "<f4" as const,
      async *bytes() {
        yield new Uint8Array(values.buffer);
      },
    });
    await writeNpz(path, [array("x0"), array("xt")]);
    assertMatch(
      assertUserError(await detectHere(path, "--quick")),
      /pairs\.npz, array x0: expected a shape that shows which axis holds the channels, found \(60, 12, 16, 16\): .+ say which/,
    );
    // With --channels the axes are accepted, and the next fault is found.
    for (const channels of ["first", "last"]) {
      assertMatch(
        assertUserError(
          await detectHere(path, "--quick", "--channels", channels),
        ),
        /pairs\.npz, array x0: expected images that show something/,
      );
    }
  },
);

inFolder(
  "detect refuses one pair: one line, and an earlier answer stays as it is",
  async (folder) => {
    const pairs = await writePairs(`${folder}/pairs.npz`, turned(1));
    await Deno.mkdir(`${folder}/out`);
    await Deno.writeTextFile(`${folder}/out/generator.json`, "earlier");
    assertMatch(
      assertUserError(await detect(pairs, "--quick", "--out", `${folder}/out`)),
      /pairs\.npz, array x0: expected at least 50 pairs of images of 12 x 12 pixels, found 1$/,
    );
    assertEquals(
      await Deno.readTextFile(`${folder}/out/generator.json`),
      "earlier",
    );
    assertEquals(await listBelow(folder), [
      "out",
      "out/generator.json",
      "pairs.npz",
    ]);
  },
);

/** Starts the command, and sends it a signal once it trains a network. */
async function stopped(
  args: readonly string[],
  signal: Deno.Signal,
): Promise<{ readonly code: number; readonly said: string }> {
  const child = new Deno.Command("deno", {
    args: ["run", "--quiet", ...task.slice(2), ...args, "--backend", "wasm"],
    cwd: projectRoot,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let said = "", sent = false;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += text;
    if (sent || !said.includes("matrix products")) continue;
    sent = true;
    child.kill(signal);
  }
  const { code } = await child.status;
  return { code, said };
}

for (
  const [signal, exitCode, out] of [
    ["SIGINT", 130, "new/out"],
    ["SIGTERM", 143, "old"],
  ] as const
) {
  inFolder(
    `detect ends at ${signal} with the exit code ${exitCode}, and nothing is written`,
    async (folder) => {
      const path = await writePairs(`${folder}/pairs.npz`, turned(50));
      await Deno.mkdir(`${folder}/old`);
      await Deno.writeTextFile(`${folder}/old/generator.json`, "earlier");
      const before = await listBelow(folder);
      // So many networks cannot all be trained before the signal arrives.
      const { code, said } = await stopped(
        [path, "--networks", "--seeds", "100", "--out", `${folder}/${out}`],
        signal,
      );
      assertEquals(code, exitCode, said);
      assertMatch(said, /\nstopped; nothing was written\n$/);
      assertEquals(await listBelow(folder), before);
      assertEquals(
        await Deno.readTextFile(`${folder}/old/generator.json`),
        "earlier",
      );
    },
  );
}

Deno.test({
  ...needs(program("deno")),
  name: "detect --help prints the help",
  async fn() {
    const { code, stdout } = await detectHere("--help");
    assertEquals(code, 0);
    assertMatch(stdout, /^Usage: deno task detect PAIRS /);
  },
});
