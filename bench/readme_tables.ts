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
import { type DocTable, withTables } from "./doc_tables.ts";
import { comparisonTable } from "./registration_tables.ts";
import type { ClassifierResult, RegistrationResult } from "./result.ts";

/** The tables of measured numbers, given how to read a file of bench/. */
export async function readmeTables(
  read: (name: string) => Promise<string>,
): Promise<DocTable[]> {
  const { registration }: RegistrationResult = JSON.parse(
    await read("registration.json"),
  );
  const { constraint }: ClassifierResult = JSON.parse(
    await read("classifiers.json"),
  );
  return [
    comparisonTable(registration.measures),
    classifierTable(constraint.measures),
  ];
}

if (import.meta.main) {
  const text = "bench/README.md";
  const tables = await readmeTables((name) =>
    Deno.readTextFile(`bench/${name}`)
  );
  await Deno.writeTextFile(
    text,
    withTables(await Deno.readTextFile(text), tables),
  );
  await new Deno.Command("deno", { args: ["fmt", "--quiet", text] }).output();
}
