import { UserError } from "../runtime/errors.ts";
import { runCell } from "./run_cell.ts";

// What the engine starts: a cell's name, its folder, and what Deno is to be given.
const [cell, folder, ...command] = Deno.args;
try {
  const outcome = await runCell({ cell, folder, command });
  Deno.exit(outcome === undefined ? 1 : 0);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  Deno.exit(1);
}
