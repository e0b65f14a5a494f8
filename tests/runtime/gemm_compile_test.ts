import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
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

/** Values assigned to process.env while a function runs. */
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

/** Result of compiling a source; asserts that process.env is not changed. */
async function compiled(
  source: string,
): Promise<PromiseSettledResult<Uint8Array<ArrayBuffer>>> {
  const before = { ...process.env };
  const { env } = process;
  let result: PromiseSettledResult<Uint8Array<ArrayBuffer>> | undefined;
  const assigned = await environmentsDuring(async () => {
    [result] = await Promise.allSettled([
      compileAssemblyScript(compilationOf(source)),
    ]);
  });
  assertEquals(assigned, []);
  assert(process.env === env);
  assertEquals({ ...process.env }, before);
  return result!;
}

Deno.test(
  "the compiled binary computes as the source states, and process.env is not changed",
  needs(projectFiles, environment),
  async () => {
    const result = await compiled(
      "export function twice(x: i32): i32 { return 2 * x; }",
    );
    assert(result.status === "fulfilled");
    const { instance } = await WebAssembly.instantiate(result.value);
    const twice = instance.exports.twice as (x: number) => number;
    assertEquals(twice(21), 42);
  },
);

Deno.test(
  "a source that cannot be compiled gives an error with the compiler's words, and process.env is not changed",
  needs(projectFiles, environment),
  async () => {
    const result = await compiled("export function f(): i32 {");
    assert(result.status === "rejected");
    const { message } = result.reason;
    assertStringIncludes(
      message,
      `AssemblyScript could not compile ${entry}:\n`,
    );
    assertMatch(message, /ERROR TS\d+/);
  },
);
