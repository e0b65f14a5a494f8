import {
  choiceOption,
  integerOption,
  parseOptions,
} from "#lib/cli/arguments.ts";
import { main } from "#lib/cli/main.ts";
import { randomStream } from "#lib/random/streams.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

import { corrupt, fuzz } from "./fuzz.ts";
import { killRuns } from "./kills.ts";
import { raceStarts } from "./starts.ts";
import { type Tally, tallyText } from "./tally.ts";

const help = `Usage: deno task torture [options]

Kills runs, damages files, feeds nonsense and starts many at once; says how often
each was tried, and what was lost. Ends with 1 if anything was.

  --kills N         kills of running trainings, at random moments (default 50)
  --run NAME        which: small images (seconds a run), or the quick run as it
                    is (a minute a run): small, quick (default small)
  --corruptions N   damages to a checkpoint, the cache, the data (default 200)
  --fuzz N          inputs of every kind, all together (default 500)
  --starts N        rounds of 20 simultaneous starts (default 20)
  --seed N          decides what is tried (default 0)
  --help            this text`;

async function torture(args: readonly string[]): Promise<number> {
  const count = { type: "string" } as const;
  const values = parseOptions(args, {
    ...{ kills: count, run: count, corruptions: count, fuzz: count },
    ...{ starts: count, seed: count },
    help: { type: "boolean", short: "h" },
  });
  if (values.help === true) {
    console.log(help);
    return 0;
  }
  const number = (name: string, absent: number) =>
    integerOption(values, name, 0, absent);
  const seed = number("seed", 0);
  const victim = choiceOption(values, "run", ["small", "quick"], "small");
  const kinds: readonly [number, (times: number) => Work][] = [
    [number("starts", 20), (n) => (folder) => raceStarts(folder, n)],
    [number("fuzz", 500), (n) => (folder) => fuzz(folder, n, seed)],
    [number("corruptions", 200), (n) => (folder) => corrupt(folder, n, seed)],
    [
      number("kills", 50),
      (n) => (folder) =>
        killRuns(folder, n, victim, randomStream(seed, "kills")),
    ],
  ];
  let lost = 0;
  for (const [times, work] of kinds) {
    if (times === 0) continue;
    const begun = performance.now();
    const tallies = [await inTemporaryFolder(work(times))].flat();
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    for (const tally of tallies) console.log(tallyText(tally));
    console.log(`  ${seconds} s`);
    lost += tallies.reduce((sum, tally) => sum + tally.lost.length, 0);
  }
  return lost === 0 ? 0 : 1;
}

type Work = (folder: string) => Promise<Tally | readonly Tally[]>;

if (import.meta.main) await main(torture);
