/**
 * Preloaded (`deno run --preload`) before a task whose options name paths. The task is
 * granted every path; this module gives up all that its command line does not name.
 * It can then read the project, the named paths and the active Python environment (for
 * its BLAS), and write the output and the caches. For a
 * program that is not listed below, no argument counts as a path.
 *
 * Native code has all rights of the process's user, so the permission to load libraries
 * is given up too, after the BLAS is opened. For a backend that needs no BLAS, none is
 * opened.
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

/** Paths and backend in a command line. */
interface Named {
  readonly out?: string;
  readonly build?: string;
  readonly backend: string;
  /** Values of the options that name a path to read. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly positionals: readonly string[];
}

/** Parses a command line leniently: the program itself reports mistakes. */
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

/**
 * Path that each program writes. A file or folder that is written under a temporary
 * name and then renamed needs its parent folder.
 */
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

/**
 * Opens the BLAS if the backend may call one, then gives up the permission to load
 * libraries.
 */
function keepLibraries({ backend, inputs: { blas } }: Named): void {
  if (
    WITH_BLAS.includes(backend) &&
    Deno.permissions.querySync({ name: "ffi" }).state === "granted"
  ) findBlasEarly(blas);
  Deno.permissions.revokeSync({ name: "ffi" });
}

/**
 * The highest ancestor of a path that does not exist; the path itself if its parent
 * exists.
 */
function firstToMake(path: string): string {
  const above = dirname(path);
  return above === path || isThere(above) ? path : firstToMake(above);
}

/**
 * Whether a path exists. Deno does not tell it of /dev, /proc and /sys; the program then
 * reports that nothing can be written there.
 */
function isThere(path: string): boolean {
  try {
    return existsSync(path);
  } catch {
    return true;
  }
}

/**
 * Revokes a permission for all paths but the given ones. A permission that was granted
 * for some paths only stays as it is.
 */
function keepOnly(name: "read" | "write", paths: readonly string[]): void {
  const granted = (path: string) =>
    path !== "" &&
    Deno.permissions.querySync({ name, path }).state === "granted";
  // A path that was requested by itself keeps its permission when "/" is revoked.
  for (const path of paths.filter(granted)) {
    Deno.permissions.requestSync({ name, path });
  }
  Deno.permissions.revokeSync({ name, path: "/" });
}

narrow(basename(fileURLToPath(Deno.mainModule)), Deno.args);
