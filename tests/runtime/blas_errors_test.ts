import {
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { findBlas, openBlas } from "#lib/runtime/blas.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { startRuntime } from "#lib/runtime/runtime.ts";
import { foreignFunctions, type Need, needs } from "../needs.ts";

/** A library that every machine has, without matrix products. */
const OTHER_LIBRARY: Readonly<Record<string, string>> = {
  linux: "libm.so.6",
  darwin: "/usr/lib/libz.dylib",
  windows: "kernel32.dll",
};

const otherLibrary: Need = {
  met: !foreignFunctions.met || opens(OTHER_LIBRARY[Deno.build.os] ?? ""),
  reason: `no shared library without a BLAS known on ${Deno.build.os}`,
};

function opens(library: string): boolean {
  try {
    Deno.dlopen(library, {}).close();
    return true;
  } catch {
    return false;
  }
}

const missing = "/nowhere/libopenblas.so";
const textFile = fileURLToPath(import.meta.url);

const unusable = [
  { what: "a missing file", path: missing, need: foreignFunctions },
  { what: "a text file", path: textFile, need: foreignFunctions },
  {
    what: "a library without cblas_sgemm",
    path: OTHER_LIBRARY[Deno.build.os],
    need: otherLibrary,
  },
];

for (const { what, path, need } of unusable) {
  for (const open of [openBlas, findBlas]) {
    Deno.test({
      ...needs(foreignFunctions, need),
      name: `${open.name} of ${what} fails with one line that names it`,
      fn() {
        const { message } = assertThrows(() => open(path), UserError, path);
        assertEquals(message.split("\n").length, 1);
        assertStringIncludes(message, "expected a shared library with");
      },
    });
  }
}

Deno.test({
  ...needs(foreignFunctions, otherLibrary),
  name: "the error on a library without cblas_sgemm names the symbol",
  fn() {
    const path = OTHER_LIBRARY[Deno.build.os];
    assertThrows(() => openBlas(path), UserError, "no symbol cblas_sgemm");
  },
});

Deno.test({
  ...needs(foreignFunctions),
  name: "startRuntime with a wrong BLAS says so in one line",
  async fn() {
    const { message } = await assertRejects(
      () => startRuntime({ backend: "blas", blas: missing }),
      UserError,
      missing,
    );
    assertEquals(message.split("\n").length, 1);
  },
});

Deno.test({
  ...needs(foreignFunctions),
  name: "after a start that failed the runtime can still be started",
  async fn() {
    await assertRejects(() => startRuntime({ blas: missing }), UserError);
    const { backend } = await startRuntime({ backend: "cpu" });
    assertEquals(backend, "cpu");
  },
});

Deno.test({
  permissions: { ffi: false },
  name: "without permission for foreign functions no BLAS is found",
  fn() {
    assertEquals(findBlas(), null);
  },
});
