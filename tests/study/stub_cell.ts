/**
 * Stand-in for `deno task reproduce` in tests of the engine: it takes the same options,
 * and at once writes a metrics.json whose numbers are drawn from its seed.
 *
 * `--tally FILE` gets a line at the begin and one at the end; `--fails SEED` ends with
 * exit code 3 for that seed; `--killed SEED` kills itself at that seed;
 * `--waits SECONDS` takes that long. It leaves a checkpoint, as a training does.
 */
import { parseArgs } from "node:util";
import { metricsExample } from "./metrics_example.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    only: text,
    seed: text,
    budget: text,
    preset: text,
    vary: text,
    out: text,
    tally: text,
    fails: text,
    killed: text,
    waits: text,
  },
});
const { only = "", budget = "", preset = "", out = "" } = values;
const seed = Number(values.seed);
const cell = [only, preset, budget, ...values.vary ?? [], seed].join("/");

const tell = async (what: string) => {
  if (values.tally === undefined) return;
  await Deno.writeTextFile(values.tally, `${what} ${cell}\n`, { append: true });
};

await tell("begins");
await new Promise((resolve) =>
  setTimeout(resolve, 1000 * Number(values.waits ?? 0))
);
if (values.fails === String(seed)) {
  console.error("error: no such luck");
  Deno.exit(3);
}
await Deno.mkdir(`${out}/.checkpoints`, { recursive: true });
await Deno.writeTextFile(`${out}/.checkpoints/${only}.npz`, "");
if (values.killed === String(seed)) Deno.kill(Deno.pid, "SIGKILL");
const folder = `${out}/${only}/seed-${seed}`;
await Deno.mkdir(folder, { recursive: true });
const [name, value] = values.vary?.split("=") ?? [];
await Deno.writeTextFile(
  `${folder}/metrics.json`,
  JSON.stringify(metricsExample({
    experiment: only,
    seed,
    budget,
    preset,
    ...name === undefined ? {} : { variation: { name, value } },
  })),
);
await tell("ends");
