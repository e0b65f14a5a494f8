import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { csvParse } from "d3-dsv";
import { decode } from "fast-png";
import { parseHTML } from "linkedom";
import type { Metrics } from "#lib/experiments/metrics.ts";
import { reproduce } from "../cli/reproduce_command.ts";
import { numberOf, parseSvg } from "../figures/parse_svg.ts";
import { needs, temporaryFolder } from "../needs.ts";
import { apartFromTime } from "../metrics_apart_from_time.ts";
import { program, runProgram } from "../programs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";

const ID = "mnist-rotation-small";
const options = ["--only", ID, "--budget", "quick"];
/** The number of steps of the quick budget. */
const STEPS = 500;
const interrupted = ["--allow-run", "--preload", "tests/slow/interrupt.ts"];
const figures = [
  "latent-flow",
  "parameter-histogram",
  "coefficients",
  "pair-rows",
  "parameter-error",
  "worst-pairs",
  "eigenvalues",
  "training-curves",
];

const paperFigures = ["figure-1", "figure-2", "figure-3"];

async function metricsBelow(out: string): Promise<Metrics> {
  return JSON.parse(
    await Deno.readTextFile(`${out}/${ID}/seed-0/metrics.json`),
  );
}

/** A slow machine keeps a second checkpoint, a fast one ends before. */
const filesBelow = async (folder: string): Promise<string[]> =>
  (await listBelow(folder)).filter((name) => !name.endsWith(".previous.npz"));

Deno.test({
  ...needs(temporaryFolder, program("deno")),
  name:
    "a quick run finds the rotation, writes everything, and goes on after Ctrl-C with the same numbers",
  fn: (t) =>
    inTemporaryFolder(async (folder) => {
      const whole = `${folder}/whole`, parts = `${folder}/parts`;

      await t.step("deno task reproduce ends well", async () => {
        const task = ["task", "reproduce", ...options, "--out", whole];
        const { code, stdout, stderr } = await runProgram("deno", task);
        assertEquals(code, 0, stderr);
        assertMatch(stdout, /^matrix products by [^\n]+\n/);
        assertStringIncludes(stdout, `${ID}, seed 0: rotation`);
        assertStringIncludes(stderr, `${STEPS}/${STEPS} (100 %)`);
        assertEquals(/node-gyp|tfjs-node|warn/i.test(stdout + stderr), false);
      });

      await t.step(
        "every file of the design is there, and no other",
        async () => {
          const run = `${ID}/seed-0`;
          assertEquals(
            await filesBelow(whole),
            [
              ".checkpoints",
              `.checkpoints/${ID}-seed-0.npz`,
              ...paperFigures.flatMap((name) => [`${name}.svg`, `${name}.png`]),
              "index.html",
              "summary.json",
              "summary.csv",
              ID,
              run,
              `${run}/memory.json`,
              `${run}/metrics.json`,
              `${run}/history.csv`,
              ...["t_true", "t_network", "t_refined"].map((name) =>
                `${run}/${name}.npy`
              ),
              ...figures.flatMap((name) => [
                `${run}/${name}.svg`,
                `${run}/${name}.png`,
              ]),
              `${run}/model`,
              `${run}/model/generator.json`,
              ...["encoder", "decoder", "t_network"].flatMap((network) => [
                `${run}/model/${network}`,
                `${run}/model/${network}/model.json`,
                `${run}/model/${network}/weights.bin`,
              ]),
            ].toSorted(),
          );
        },
      );

      await t.step(
        "the generator is right on 10,000 held-out pairs",
        async () => {
          const { generator, parameter, budget, dataset, training } =
            await metricsBelow(whole);
          assertEquals([dataset, budget], ["mnist", "quick"]);
          assert(
            generator.absoluteCosine! >= 0.99,
            `${generator.absoluteCosine}`,
          );
          assertEquals([generator.name, parameter.pairs], ["rotation", 10_000]);
          assertEquals(training.resumed, 0);
          const history = csvParse(
            await Deno.readTextFile(`${whole}/${ID}/seed-0/history.csv`),
          );
          assertEquals(history.length, training.steps);
          const summary = csvParse(
            await Deno.readTextFile(`${whole}/summary.csv`),
          );
          assertEquals(
            summary.map((row) => row["generator.absoluteCosine"]),
            [String(generator.absoluteCosine)],
          );
        },
      );

      await t.step(
        "figures are SVG and PNG, and the report shows them",
        async () => {
          for (const name of figures) {
            const path = `${whole}/${ID}/seed-0/${name}`;
            const svg = await Deno.readTextFile(`${path}.svg`);
            const png = decode(await Deno.readFile(`${path}.png`));
            assertEquals(png.width, 2 * numberOf(parseSvg({ svg }), "width"));
          }
          const { document } = parseHTML(
            await Deno.readTextFile(`${whole}/index.html`),
          );
          const shown = [...document.querySelectorAll("[src], [href]")]
            .map((link) =>
              link.getAttribute("src") ?? link.getAttribute("href")
            )
            .filter((link) => link !== null && !link.startsWith("#"));
          assertEquals(
            shown.toSorted(),
            [
              ...figures.map((name) => `${ID}/seed-0/${name}.svg`),
              ...paperFigures.map((name) => `${name}.svg`),
            ].toSorted(),
          );
        },
      );

      await t.step(
        "Ctrl-C stops a run in the middle, and says so",
        async () => {
          const ended = await reproduce(
            [...options, "--out", parts],
            interrupted,
          );
          assertEquals(ended.code, 130, ended.stderr);
          assertStringIncludes(
            ended.stdout,
            "stopped; the same command goes on from here",
          );
          assertEquals(ended.stderr.includes("(100 %)"), false);
          assertEquals(await filesBelow(parts), [
            ".checkpoints",
            `.checkpoints/${ID}-seed-0.npz`,
          ]);
        },
      );

      await t.step(
        "the same command goes on, to the same numbers",
        async () => {
          const ended = await reproduce([...options, "--out", parts]);
          assertEquals(ended.code, 0, ended.stderr);
          const [, step] = ended.stdout.match(/going on from step (\d+) of /)!;
          // The signal is sent at 40 % of the bar; how many steps the run does
          // before it arrives depends on the machine.
          assert(Number(step) >= 190, `step ${step}`);
          assert(Number(step) < STEPS, `step ${step}`);
          const metrics = await metricsBelow(parts);
          assertEquals(metrics.training.resumed, 1);
          assertEquals(
            apartFromTime(metrics),
            apartFromTime(await metricsBelow(whole)),
          );
          assertEquals(await filesBelow(parts), await filesBelow(whole));
        },
      );
    }),
});
