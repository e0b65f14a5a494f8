/**
 * Reproduces the numbers in docs/derivative.md: trains with every derivative operator
 * (the study study/derivative.yaml, 16 runs) and puts the study's numbers into
 * study/derivative/, from which `deno task docs` makes the tables. If it is
 * interrupted, the same command continues. After a change of the training, remove
 * results/derivative first.
 *
 * Its arguments are passed to `deno task study`, for example --cores 1.
 */

const OUT = "results/derivative";
const NUMBERS = "study/derivative";

async function deno(...args: readonly string[]): Promise<void> {
  const command = new Deno.Command(Deno.execPath(), { args: [...args] });
  const { success } = await command.spawn().status;
  if (!success) throw new Error(`deno ${args.join(" ")} failed`);
}

async function remake(options: readonly string[]): Promise<void> {
  const config = ["--config", "study/derivative.yaml", "--out", OUT];
  await deno("task", "study", ...config, ...options);
  await deno("task", "study:report", "--in", OUT);
  await Deno.mkdir(NUMBERS, { recursive: true });
  for (const file of ["cells.csv", "results.csv", "costs.csv"]) {
    await Deno.copyFile(`${OUT}/report/${file}`, `${NUMBERS}/${file}`);
  }
}

if (import.meta.main) await remake(Deno.args);
