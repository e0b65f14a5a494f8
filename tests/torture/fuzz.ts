import { projectRoot } from "../project_files.ts";
import { listBelow } from "../temporary_folder.ts";
import type { Tally } from "./tally.ts";

/** Kinds of input that come from outside. */
const INPUTS = [
  ...["idx", "npz", "png", "metrics", "commands"],
  ...[
    "pairsNpz",
    "pairsNpy",
    "pairsPng",
    "pairsPictures",
    "pairsIdx",
    "answers",
  ],
];

/** Kinds of file that the program keeps. */
const KEPT = ["npz", "cache", "data"];

/** Longest time for one input. */
const HANG_MS = 10_000;

/** Longest time until the first input is done. */
const START_MS = 60_000;

/** Feeds damaged or random inputs of all kinds, so many in all. */
export const fuzz = (folder: string, count: number, seed: number) =>
  feedAll("fuzzed", INPUTS, folder, count, seed);

/** Damages files that the program keeps, so many times in all. */
export const corrupt = (folder: string, count: number, seed: number) =>
  feedAll("corrupted", KEPT, folder, count, seed + 1);

async function feedAll(
  what: string,
  kinds: readonly string[],
  folder: string,
  count: number,
  seed: number,
): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const [i, kind] of kinds.entries()) {
    const share = Math.floor((count + i) / kinds.length);
    const own = `${folder}/${kind}`;
    await Deno.mkdir(own);
    const { tried, lost } = await feedKind(kind, own, share, seed);
    const halves = (await listBelow(own))
      .filter((name) => /\.part(\.old)?(\/|$)/.test(name))
      .map((name) => `half-written: ${name}`);
    tallies.push({
      what: `${what}: ${kind}`,
      tried,
      lost: [...lost, ...halves],
    });
  }
  return tallies;
}

async function feedKind(
  kind: string,
  folder: string,
  count: number,
  seed: number,
): Promise<{ readonly tried: number; readonly lost: readonly string[] }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-check", "--no-prompt"],
      ...["--allow-read", "--allow-write", `--allow-run=${Deno.execPath()}`],
      ...["tests/torture/feed_program.ts", kind, folder],
      ...[String(count), String(seed)],
    ],
    cwd: projectRoot,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = new Response(child.stderr).text();
  const lost: string[] = [];
  let tried = 0;
  let hung = false;
  const kill = () => {
    hung = true;
    child.kill("SIGKILL");
  };
  let timer = setTimeout(kill, START_MS);
  let text = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += part;
    const lines = text.split("\n");
    text = lines.pop()!;
    for (const line of lines) {
      tried++;
      const fault: string = JSON.parse(line);
      if (fault !== "") lost.push(fault);
    }
    clearTimeout(timer);
    timer = setTimeout(kill, HANG_MS);
  }
  clearTimeout(timer);
  const { code } = await child.status;
  if (hung) lost.push(`${kind} ${tried}: more than ${HANG_MS / 1000} s`);
  else if (code !== 0 || tried !== count) {
    lost.push(
      `${kind} ${tried}: ended with ${code}: ${(await said).slice(0, 300)}`,
    );
  }
  return { tried, lost };
}
