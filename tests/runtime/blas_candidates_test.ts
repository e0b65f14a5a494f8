import { assert, assertEquals } from "@std/assert";
import { blasCandidates } from "#lib/runtime/blas_candidates.ts";
import { environment, needs, temporaryFolder } from "../needs.ts";

const isPath = (candidate: string) =>
  /[\\/]scipy_openblas32[\\/]/.test(candidate);

Deno.test("names for the system's loader come before files of a Python environment", () => {
  const candidates = blasCandidates();
  const names = candidates.findIndex(isPath);
  assert(candidates.length > 0);
  assert(names === -1 || candidates.slice(names).every(isPath));
});

Deno.test({
  ...needs({
    met: Deno.build.os === "linux",
    reason: "names of shared libraries are those of Linux",
  }),
  name: "OpenBLAS comes before MKL, and both before any other",
  fn() {
    const names = blasCandidates().filter((candidate) => !isPath(candidate));
    assertEquals(names.map((name) => name.replace(/\.so.*/, "")), [
      "libopenblas",
      "libopenblas",
      "libmkl_rt",
      "libmkl_rt",
      "libblas",
      "libcblas",
    ]);
    assert(names.indexOf("libblas.so.3") < names.indexOf("libcblas.so.3"));
  },
});

Deno.test({
  ...needs(environment, temporaryFolder),
  name:
    "scipy-openblas32 is found in the active environment, virtual before conda before the first python on the PATH",
  fn() {
    const root = Deno.makeTempDirSync();
    const prefixes = ["virtual", "conda", "first", "second"].map((name) =>
      `${root}/${name}`
    );
    const [virtual, conda, first, second] = prefixes;
    for (const prefix of prefixes) makePython(prefix);
    try {
      const separator = Deno.build.os === "windows" ? ";" : ":";
      const found = withVariables({
        VIRTUAL_ENV: virtual,
        CONDA_PREFIX: conda,
        PATH: [`${root}/none`, `${first}/bin`, `${second}/bin`].join(separator),
      }, blasCandidates).filter(isPath);
      assertEquals(
        found.map((path) => prefixes.find((prefix) => path.startsWith(prefix))),
        [virtual, conda, first],
      );
      for (const path of found) assert(Deno.statSync(path).isFile);
      const none = withVariables(
        { VIRTUAL_ENV: `${root}/none`, CONDA_PREFIX: undefined, PATH: "" },
        blasCandidates,
      );
      assertEquals(none.filter(isPath), []);
    } finally {
      Deno.removeSync(root, { recursive: true });
    }
  },
});

/** Makes the files that blasCandidates looks for in a Python environment. */
function makePython(prefix: string): void {
  const packages = Deno.build.os === "windows"
    ? `${prefix}/Lib/site-packages`
    : `${prefix}/lib/python3.12/site-packages`;
  const library = `${packages}/scipy_openblas32/lib`;
  Deno.mkdirSync(`${prefix}/bin`, { recursive: true });
  Deno.mkdirSync(library, { recursive: true });
  Deno.writeTextFileSync(`${prefix}/bin/python3`, "");
  for (const suffix of ["so", "dylib", "dll"]) {
    Deno.writeTextFileSync(`${library}/libscipy_openblas.${suffix}`, "");
  }
}

/** Runs a function with changed environment variables, and restores them. */
function withVariables<T>(
  variables: Readonly<Record<string, string | undefined>>,
  run: () => T,
): T {
  const set = (name: string, value: string | undefined) =>
    value === undefined ? Deno.env.delete(name) : Deno.env.set(name, value);
  const before = Object.keys(variables).map((name) =>
    [name, Deno.env.get(name)] as const
  );
  try {
    for (const [name, value] of Object.entries(variables)) set(name, value);
    return run();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}
