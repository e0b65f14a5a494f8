import { assert, assertEquals, assertMatch } from "@std/assert";
import { parseHTML } from "linkedom";
import { detectOptions } from "#lib/cli/detect_options.ts";
import { galleryOptions } from "#lib/cli/gallery_options.ts";
import { makePairsOptions } from "#lib/cli/make_pairs_options.ts";
import { notebookOptions } from "#lib/cli/notebook_options.ts";
import { reproduceOptions } from "#lib/cli/reproduce_options.ts";
import { reportPage, type ReportRun } from "#lib/display/html.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { taskArguments } from "../cli/reproduce_command.ts";
import { runProgram } from "../programs.ts";
import { endsWell, type Feed } from "./feeds.ts";
import { pick } from "./mutate.ts";

const texts = [
  `"><script>alert(1)</script><img src=x onerror=alert(1)>`,
  "</style></title><!--",
  "]]><![CDATA[",
  "&lt;&#60;&",
  "javascript:alert(1)",
  "../../../etc/passwd",
  "a\u0000b\u0007\u001b[31m",
  "\ud800",
  "\u202egnp.exe",
  "",
  " ",
  "x".repeat(20_000),
  "a\nb\r\nc",
  "${{7*7}} %s %n",
  "ä ∂x 🙂",
];

const numbers = [NaN, Infinity, -Infinity, -0, 1e308, 5e-324, -1, 0.5];

/** Reports of impossible metrics. */
export const metrics: Feed = (_folder, random) =>
  Promise.resolve(() => {
    const number = () => pick(random, [null, undefined, ...numbers]);
    const text = () => pick(random, texts);
    const run = {
      ...{ id: text(), title: text(), figure: text(), preset: text() },
      ...{ command: text(), error: text(), summary: text() },
      status: pick(random, ["done", "failed", "pending"]),
      seed: pick(random, numbers),
      seconds: pick(random, numbers),
      figures: [{
        name: text(),
        caption: text(),
        numbers: text(),
        src: hrefs(text()),
      }],
      metrics: pick(random, [undefined, {
        ...{ dataset: text(), transformation: text(), budget: text() },
        generator: {
          terms: [text(), text()],
          estimated: pick(random, [numbers, []]),
          true: pick(random, [null, numbers]),
          absoluteCosine: number(),
          angleDegrees: number(),
          name: pick(random, [null, text()]),
        },
        parameter: {
          unit: text(),
          pairs: pick(random, numbers),
          network: { slope: number(), failed: number() },
          refined: null,
          baselines: null,
        },
        flow: { explained: number() },
        training: { seconds: pick(random, numbers) },
      }]),
    } as ReportRun;
    const markup = reportPage({ title: text(), command: text(), runs: [run] });
    const { document } = parseHTML(markup);
    const bad =
      "script, [onerror], [href^='javascript:'], [src^='javascript:']";
    assertEquals(document.querySelectorAll(bad).length, 0);
    assertEquals(document.querySelectorAll("head > *").length, 6);
    assert(document.querySelectorAll("img").length <= 1);
    return Promise.resolve();
  });

/** A text as a URL can have it: without lone surrogates. */
const hrefs = (text: string) => text.toWellFormed();

const words = [
  ...["--only", "--all", "--seed", "--seeds", "--budget", "--preset", "--out"],
  ...["--backend", "--blas", "--threads", "--cifar", "--fresh", "--no-browser"],
  ...["--transformation", "--distribution", "--about", "--basis", "--quick"],
  ...["rotation", "uniform:-1,1", "modes:0,1:0.1", "affine", "0.1,0.2"],
  ...["--port", "--set-up", "-h", "--", "-", "--=", "--seed=", "--only=a,,b"],
  ...["0", "-1", "1e3", "99999999999999999999", "0x10", "NaN", "quick", "cpu"],
  ...["mnist-rotation-small", "mnist-rotation-small,mnist-shear", "stable"],
  ...["__proto__", "constructor", "--__proto__", "--constructor=1", "toString"],
];

const readers: readonly ((args: readonly string[]) => unknown)[] = [
  ...[reproduceOptions, galleryOptions, notebookOptions],
  ...[detectOptions, makePairsOptions],
];

/** Random command lines, every tenth of which is given to a process of its own. */
export const commands: Feed = (_folder, random) => {
  let count = 0;
  return Promise.resolve(async () => {
    const args = Array.from(
      { length: Math.floor(6 * random()) },
      () => pick(random, random() < 0.8 ? words : texts),
    );
    for (const read of readers) await endsWell(() => read(args), UserError);
    if (count++ % 10 === 0) await assertEndsClean(args);
  });
};

/** Asserts that `--list` prints the list, or says in one line what is wrong. */
async function assertEndsClean(args: readonly string[]): Promise<void> {
  const possible = args.filter((arg) => !arg.includes("\0") && arg !== "--");
  const { code, stderr } = await runProgram(Deno.execPath(), [
    ...[taskArguments[0], "--quiet", ...taskArguments.slice(1)],
    ...["--list", ...possible.map((arg) => arg.toWellFormed())],
  ]);
  assert(code === 0 || code === 2, `${code}: ${stderr}`);
  assertMatch(stderr, code === 0 ? /^$/ : /^error: [^\n]+\n$/);
}
