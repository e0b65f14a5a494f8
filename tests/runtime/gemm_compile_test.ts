import { assert, assertEquals, assertRejects } from "@std/assert";
import process from "node:process";
import { compileAssemblyScript } from "#lib/runtime/gemm_compile.ts";
import { environment, needs, projectFiles } from "../needs.ts";

const entry = "kernels/entry.as.ts";
const options = ["--runtime", "stub", "--use", "abort="];
const compilationOf = (source: string) => ({
  sources: new Map([[entry, source]]),
  entry,
  options,
});

/** Whatever is assigned to process.env while something runs. */
async function environmentsDuring(
  run: () => Promise<void>,
): Promise<unknown[]> {
  const before = Object.getOwnPropertyDescriptor(process, "env")!;
  const env = process.env;
  const assigned: unknown[] = [];
  Object.defineProperty(process, "env", {
    configurable: true,
    get: () => env,
    set: (value) => assigned.push(value),
  });
  try {
    await run();
  } finally {
    Object.defineProperty(process, "env", before);
  }
  return assigned;
}

Deno.test(
  "the compiler's binary computes what the source says",
  needs(projectFiles),
  async () => {
    const binary = await compileAssemblyScript(
      compilationOf("export function twice(x: i32): i32 { return 2 * x; }"),
    );
    const { instance } = await WebAssembly.instantiate(binary);
    const twice = instance.exports.twice as (x: number) => number;
    assertEquals(twice(21), 42);
  },
);

Deno.test(
  "a source that cannot be compiled is an error with the compiler's words",
  needs(projectFiles),
  async () => {
    const error = await assertRejects(
      () => compileAssemblyScript(compilationOf("export function f(): i32 {")),
      Error,
      `AssemblyScript could not compile ${entry}:\n`,
    );
    assert(/ERROR TS\d+/.test(error.message), error.message);
  },
);

for (
  const [what, source, fails] of [
    ["compiles", "export const one: i32 = 1;", false],
    ["fails", "export const one: i32 =", true],
  ] as const
) {
  Deno.test(
    `process.env stays as it is while the compiler works and ${what}`,
    needs(projectFiles, environment),
    async () => {
      const before = { ...process.env };
      const { env } = process;
      let failed = false;
      const assigned = await environmentsDuring(async () => {
        await compileAssemblyScript(compilationOf(source))
          .catch(() => failed = true);
      });
      assertEquals(failed, fails);
      assertEquals(assigned, []);
      assert(process.env === env);
      assertEquals({ ...process.env }, before);
    },
  );
}
