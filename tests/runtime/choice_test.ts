import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertUserError, reproduce } from "../cli/reproduce_command.ts";
import { needs, programs, projectFiles, temporaryFolder } from "../needs.ts";
import { program, runProgram } from "../programs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";
import { blasLibrary } from "./blas_need.ts";

/**
 * Output of choice_program.ts with these permissions and this adapter ("" for none).
 */
async function chosen(
  permissions: readonly string[],
  backend: string,
  adapter: string,
): Promise<string> {
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--no-check", "--no-prompt", "--allow-read", ...permissions],
    ...["tests/runtime/choice_program.ts", backend, adapter],
  ]);
  assertEquals(code, 0, stderr);
  return stdout.trimEnd();
}

/** Permissions that give no BLAS, for it needs foreign functions. */
const WITHOUT_BLAS: readonly string[] = [];
const WITH_BLAS = ["--allow-ffi", "--allow-env"];

const HARDWARE = "A graphics card";
/** The error that shows that the simulated card was chosen. */
const CARD =
  `backend webgpu: expected a device from ${HARDWARE}, found: it is made up`;

const cases = [
  // The card is tried first, and wasm, which always exists, replaces it.
  { backend: "auto", adapter: HARDWARE, expected: ["wasm: ", CARD] },
  { backend: "auto", adapter: "llvmpipe (LLVM 15.0.6)", expected: ["wasm: "] },
  { backend: "auto", adapter: "", expected: ["wasm: "] },
  { backend: "wasm", adapter: HARDWARE, expected: ["wasm: "] },
  { backend: "webgpu", adapter: HARDWARE, expected: [CARD] },
];

for (const { backend, adapter, expected } of cases) {
  Deno.test({
    ...needs(projectFiles, programs),
    name: `${backend}, no BLAS, ${
      adapter === "" ? "no adapter" : `adapter "${adapter}"`
    }: ${expected.join("")}`,
    async fn() {
      const said = await chosen(WITHOUT_BLAS, backend, adapter);
      for (const words of expected) assertStringIncludes(said, words);
      assertEquals(said.includes(CARD), expected.includes(CARD));
    },
  });
}

Deno.test({
  ...needs(projectFiles, programs, blasLibrary),
  name: "auto takes a BLAS before a graphics card",
  fn: async () =>
    assertStringIncludes(await chosen(WITH_BLAS, "auto", HARDWARE), "blas: "),
});

Deno.test({
  ...needs(temporaryFolder, program("deno")),
  name:
    "reproduce --backend webgpu without an adapter: one line, and nothing is written",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const ended = await reproduce(
        ["--backend", "webgpu", "--out", `${folder}/results`],
        ["--preload", "tests/runtime/no_adapter.ts"],
      );
      assertStringIncludes(
        assertUserError(ended),
        "backend webgpu: expected a GPU adapter, found none",
      );
      assertEquals(await listBelow(folder), []);
    }),
});
