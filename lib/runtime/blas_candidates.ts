const LOADER_NAMES: Readonly<Record<string, readonly string[]>> = {
  darwin: [
    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
    "libopenblas.dylib",
  ],
  linux: [
    "libopenblas.so.0",
    "libopenblas.so",
    "libmkl_rt.so.2",
    "libmkl_rt.so",
    "libblas.so.3",
    "libcblas.so.3",
  ],
  windows: ["libopenblas.dll", "mkl_rt.2.dll"],
};

const SCIPY_FILE: Readonly<Record<string, string>> = {
  darwin: "libscipy_openblas.dylib",
  windows: "libscipy_openblas.dll",
};

/**
 * Lists names and paths of BLAS libraries to try, best first: those that the system's
 * loader knows, then the Python package scipy-openblas32 of the active environment.
 */
export function blasCandidates(): string[] {
  return [...(LOADER_NAMES[Deno.build.os] ?? []), ...scipyOpenblas()];
}

function scipyOpenblas(): string[] {
  const file = SCIPY_FILE[Deno.build.os] ?? "libscipy_openblas.so";
  return pythonPrefixes().flatMap(sitePackages)
    .map((packages) => `${packages}/scipy_openblas32/lib/${file}`)
    .filter(exists);
}

/** Lists the roots of the active Python environment: virtual, conda, or on the PATH. */
export function pythonPrefixes(): string[] {
  const active = ["VIRTUAL_ENV", "CONDA_PREFIX"].map(variable)
    .filter((prefix) => prefix !== undefined)
    .filter((prefix) => prefix !== "");
  const separator = Deno.build.os === "windows" ? ";" : ":";
  const onPath = (variable("PATH") ?? "").split(separator)
    .filter((folder) => exists(`${folder}/python3`))
    .map((folder) => folder.replace(/[\\/][^\\/]*[\\/]?$/, ""));
  return [...active, ...onPath.slice(0, 1)];
}

function sitePackages(prefix: string): string[] {
  if (Deno.build.os === "windows") return [`${prefix}/Lib/site-packages`];
  return list(`${prefix}/lib`).filter((name) => /^python3\.\d+$/.test(name))
    .map((name) => `${prefix}/lib/${name}/site-packages`);
}

/** Reads something, and returns `absent` if the permission for it is missing. */
function orAbsent<T>(look: () => T, absent: T): T {
  try {
    return look();
  } catch {
    return absent;
  }
}

const variable = (name: string): string | undefined =>
  orAbsent(() => Deno.env.get(name), undefined);

const exists = (path: string): boolean =>
  orAbsent(() => Deno.statSync(path) !== null, false);

const list = (folder: string): string[] =>
  orAbsent(() => [...Deno.readDirSync(folder)].map(({ name }) => name), []);
