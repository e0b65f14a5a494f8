/**
 * Puts the table of bench/registration.json into bench/README.md. That file is the
 * output of
 *
 *     deno task bench --only registration --json --python PATH
 *
 * and this program is run by
 *
 *     deno run --allow-read=bench --allow-write=bench --allow-run=deno bench/registration.ts
 */
import { withTables } from "./doc_tables.ts";
import { comparisonTable } from "./registration_tables.ts";
import type { RegistrationResult } from "./result.ts";

const NUMBERS = "bench/registration.json", TEXT = "bench/README.md";

if (import.meta.main) {
  const { registration }: RegistrationResult = JSON.parse(
    await Deno.readTextFile(NUMBERS),
  );
  const table = comparisonTable(registration.measures);
  const text = await Deno.readTextFile(TEXT);
  await Deno.writeTextFile(TEXT, withTables(text, [table]));
  await new Deno.Command("deno", { args: ["fmt", "--quiet", TEXT] }).output();
}
