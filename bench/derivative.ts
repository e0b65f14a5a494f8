/**
 * Makes docs/derivative.md's tables again, and the numbers behind them: trains with
 * every derivative operator (the study study/derivative.yaml, 16 runs), puts the
 * study's numbers into study/derivative/, and the tables into the text. The same
 * command goes on where an earlier one ended; after a change of the training, remove
 * results/derivative first.
 *
 * Its arguments are given to `deno task study`, for example --cores 1.
 */
import { operatorTables, runTables } from "./derivative_tables.ts";
import { withTables } from "./doc_tables.ts";

const OUT = "results/derivative";
const NUMBERS = "study/derivative";
const TEXT = "docs/derivative.md";

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
  const results = await Deno.readTextFile(`${NUMBERS}/results.csv`);
  const tables = [...operatorTables(), ...runTables(results)];
  const text = await Deno.readTextFile(TEXT);
  await Deno.writeTextFile(TEXT, withTables(text, tables));
  await deno("fmt", "--quiet", TEXT);
}

if (import.meta.main) await remake(Deno.args);
