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
import { projectPath } from "./project_path.ts";
import { temporaryFolder } from "./temporary_folder.ts";

const text = { type: "string" } as const;

const OPTIONS = {
  in: text,
  cifar: text,
  basis: text,
  labels: text,
  blas: text,
  out: text,
  build: text,
  port: text,
  backend: text,
  threads: text,
} as const;

/** The backends that call a BLAS if there is one. */
const WITH_BLAS = ["auto", "blas"];

/** Paths and backend that a command line names. */
interface Named {
  readonly out?: string;
  readonly build?: string;
  readonly backend: string;
  /** Values of the options that name a path to read. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly positionals: readonly string[];
}

/** Parses a command line leniently: the program itself reports its faults. */
function namedBy(args: readonly string[]): Named {
  const { values, positionals } = parseArgs({
    ...{ args: [...args], options: OPTIONS },
    ...{ strict: false, allowPositionals: true },
  });
  const { out, build, backend = "auto", threads: _, port: __, ...inputs } =
    Object.fromEntries(
      Object.entries(values).filter((entry): entry is [string, string] =>
        typeof entry[1] === "string" && entry[1] !== ""
      ),
    );
  return { out, build, backend, inputs, positionals };
}

/** Path that each program writes; a file or folder that gets its name last, beside it. */
const OUTPUTS: Readonly<Record<string, (named: Named) => string | undefined>> =
  {
    "reproduce.ts": ({ out }) => out ?? "results",
    "reproduce_part.ts": ({ out }) => out ?? "results",
    "detect.ts": ({ out }) => out,
    "make_pairs.ts": ({ out }) => dirname(out ?? "pairs.npz"),
    "lab.ts": ({ build }) => build,
    "study_report.ts": ({ out, inputs }) =>
      dirname(out ?? `${inputs.in ?? "results/study"}/report`),
  };

/** Gives up the permissions that a program's command line does not need. */
function narrow(program: string, args: readonly string[]): void {
  const named = namedBy(args);
  keepPaths(program, named);
  keepLibraries(named);
}

function keepPaths(program: string, named: Named): void {
  const { inputs, positionals } = named;
  const project = projectPath();
  const output = OUTPUTS[program]?.(named);
  const written = [
    `${project}/data/cache`,
    ...output === undefined ? [] : [firstToMake(resolve(output))],
    ...program === "lab.ts" ? [temporaryFolder()] : [],
  ];
  const paths = program in OUTPUTS
    ? [...Object.values(inputs), ...positionals]
    : [];
  const read = [
    project,
    ...written,
    ...paths.map((path) => resolve(path)),
    ...pythonPrefixes(),
  ];
  keepOnly("read", read);
  keepOnly("write", written);
}

/** Opens the BLAS where one may be called, then gives up loading libraries. */
function keepLibraries({ backend, inputs: { blas } }: Named): void {
  if (
    WITH_BLAS.includes(backend) &&
    Deno.permissions.querySync({ name: "ffi" }).state === "granted"
  ) findBlasEarly(blas);
  Deno.permissions.revokeSync({ name: "ffi" });
}

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

narrow(basename(fileURLToPath(Deno.mainModule)), Deno.args);
