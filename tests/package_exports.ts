import config from "../deno.json" with { type: "json" };
import { projectRoot } from "./project_files.ts";
import { runProgram } from "./programs.ts";

/** The entries of the package, each with its file from the root: "./lie" to "./lib/lie/mod.ts". */
export const packageExports: Readonly<Record<string, string>> = config.exports;

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    /** Missing if only types are imported. */
    readonly code?: { readonly specifier?: string };
  }[];
}

/**
 * Everything that is loaded when a file of the project is imported, except modules that
 * are imported only for their types or on demand by `import()`.
 *
 * @param path From the project's root.
 * @returns URLs of files, `npm:` and `node:` specifiers.
 */
export async function loadedBy(path: string): Promise<ReadonlySet<string>> {
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["info", "--json", "--config", `${projectRoot}/deno.json`],
    `${projectRoot}/${path}`,
  ]);
  if (code !== 0) throw new Error(stderr);
  const { roots, modules, redirects } = JSON.parse(stdout);
  const known = new Map<string, Module>(
    (modules as Module[]).map((module) => [module.specifier, module]),
  );
  const loaded = new Set<string>(roots);
  for (const specifier of loaded) {
    for (
      const { isDynamic, code } of known.get(specifier)?.dependencies ?? []
    ) {
      const target = code?.specifier;
      if (isDynamic || target === undefined) continue;
      loaded.add(redirects[target] ?? target);
    }
  }
  return loaded;
}

/** Names of npm packages and of Node's modules among the loaded modules. */
export const packagesAmong = (loaded: ReadonlySet<string>): string[] => {
  const names = [...loaded].flatMap((specifier) => {
    const [, name] = /^npm:\/?((?:@[^/]+\/)?[^@/]+)/.exec(specifier) ?? [];
    return name ?? (specifier.startsWith("node:") ? specifier : []);
  });
  return [...new Set(names)].toSorted();
};
