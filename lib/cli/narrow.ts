/**
 * Loaded before a task whose options name paths (`deno run --preload`): the task is
 * granted every path, and here, before anything else is loaded, gives up what its
 * command line does not name. What is left to read are the project, the named
 * paths and the active Python environment (for its BLAS); and to write, the output
 * and the caches. To a program that is not known, words are no paths.
 *
 * Native code has all rights of the process's user, so the permission to load
 * libraries is given up too, once the BLAS is open. A backend that needs no BLAS
 * opens none.
 */
import { existsSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findBlasEarly } from "../runtime/blas.ts";
import { pythonPrefixes } from "../runtime/blas_candidates.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));

const text = { type: "string" } as const;

// What is wrong with a command line, the program itself will say.
const { values, positionals } = parseArgs({
  args: [...Deno.args],
  options: {
    in: text,
    cifar: text,
    basis: text,
    labels: text,
    blas: text,
    out: text,
    backend: text,
    threads: text,
  },
  strict: false,
  allowPositionals: true,
});
const { out, backend = "auto", threads: _, ...inputs } = Object.fromEntries(
  Object.entries(values).filter((entry): entry is [string, string] =>
    typeof entry[1] === "string" && entry[1] !== ""
  ),
);

/** Where programs write; a file or folder that gets its name last, beside it. */
const outputs: Readonly<Record<string, () => string | undefined>> = {
  "reproduce.ts": () => out ?? "results",
  "reproduce_part.ts": () => out ?? "results",
  "detect.ts": () => out,
  "make_pairs.ts": () => dirname(out ?? "pairs.npz"),
  "study_report.ts": () =>
    dirname(out ?? `${inputs.in ?? "results/study"}/report`),
};

const program = basename(fileURLToPath(Deno.mainModule));
const output = outputs[program]?.();
const named = program in outputs
  ? [...Object.values(inputs), ...positionals]
  : [];

const written = [
  `${project}/data/cache`,
  ...output === undefined ? [] : [firstToMake(resolve(output))],
];
const read = [
  project,
  ...written,
  ...named.map((path) => resolve(path)),
  ...pythonPrefixes(),
];
keepOnly("read", read);
keepOnly("write", written);

/** The backends that call a BLAS if there is one. */
const WITH_BLAS = ["auto", "blas"];

if (
  WITH_BLAS.includes(backend) &&
  Deno.permissions.querySync({ name: "ffi" }).state === "granted"
) findBlasEarly(inputs.blas);
Deno.permissions.revokeSync({ name: "ffi" });

/** The highest folder that has to be made for a path; itself, if it is there. */
function firstToMake(path: string): string {
  const above = dirname(path);
  return above === path || existsSync(above) ? path : firstToMake(above);
}

/** Of every path that is granted; nothing changes where some only are. */
function keepOnly(name: "read" | "write", paths: readonly string[]): void {
  const granted = (path: string) =>
    path !== "" &&
    Deno.permissions.querySync({ name, path }).state === "granted";
  // Asked for by itself, a path stays when that above it is taken away.
  for (const path of paths.filter(granted)) {
    Deno.permissions.requestSync({ name, path });
  }
  Deno.permissions.revokeSync({ name, path: "/" });
}
