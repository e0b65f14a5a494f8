/**
 * Puts the tables of bench/registration.json and bench/classifiers.json into
 * bench/README.md. These files are the outputs of
 *
 *     deno task bench --only registration --json --python PATH
 *     deno task bench --only constraint --json --python PATH
 *
 * and this program is run by
 *
 *     deno run --allow-read=bench --allow-write=bench --allow-run=deno bench/readme_tables.ts
 */
import { classifierTable } from "./classifier_tables.ts";
import { withTables } from "./doc_tables.ts";
import { comparisonTable } from "./registration_tables.ts";
import type { ClassifierResult, RegistrationResult } from "./result.ts";

if (import.meta.main) {
  const read = async (name: string) =>
    JSON.parse(await Deno.readTextFile(`bench/${name}`));
  const { registration }: RegistrationResult = await read("registration.json");
  const { constraint }: ClassifierResult = await read("classifiers.json");
  const text = "bench/README.md";
  const tables = [
    comparisonTable(registration.measures),
    classifierTable(constraint.measures),
  ];
  await Deno.writeTextFile(
    text,
    withTables(await Deno.readTextFile(text), tables),
  );
  await new Deno.Command("deno", { args: ["fmt", "--quiet", text] }).output();
}
