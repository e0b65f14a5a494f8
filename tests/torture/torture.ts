import { main } from "#lib/cli/main.ts";
import { randomStream } from "#lib/random/streams.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { corrupt, fuzz } from "./fuzz.ts";
import { killRuns } from "./kills.ts";
import { tortureHelp, tortureOptions } from "./options.ts";
import { raceStarts } from "./starts.ts";
import { type Tally, tallyText } from "./tally.ts";

async function torture(args: readonly string[]): Promise<number> {
  const options = tortureOptions(args);
  if (options === undefined) {
    console.log(tortureHelp);
    return 0;
  }
  const { run, seed } = options;
  const kinds: readonly [number, (times: number) => Work][] = [
    [options.starts, (n) => (folder) => raceStarts(folder, n)],
    [options.fuzz, (n) => (folder) => fuzz(folder, n, seed)],
    [options.corruptions, (n) => (folder) => corrupt(folder, n, seed)],
    [
      options.kills,
      (n) => (folder) => killRuns(folder, n, run, randomStream(seed, "kills")),
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
