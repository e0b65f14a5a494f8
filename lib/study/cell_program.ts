import { UserError } from "../runtime/errors.ts";
import { runCell } from "./run_cell.ts";

// The program that Snakemake starts per cell. Its arguments are the cell's name,
// the cell's folder, and the arguments that Deno is started with.
const [cell, folder, ...command] = Deno.args;
try {
  const outcome = await runCell({ cell, folder, command });
  Deno.exit(outcome === undefined ? 1 : 0);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  Deno.exit(1);
}
