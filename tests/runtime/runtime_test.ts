import { assertEquals, assertRejects } from "@std/assert";
import { UserError } from "#lib/runtime/errors.ts";
import { startRuntime } from "#lib/runtime/runtime.ts";

for (const backend of ["wasm", "cpu"] as const) {
  Deno.test(`a BLAS with the backend ${backend} is refused`, async () => {
    const error = await assertRejects(
      () => startRuntime({ backend, blas: "/any/blas.so" }),
      UserError,
    );
    assertEquals(
      error.message,
      `--blas /any/blas.so: expected the backend auto or blas beside it, found ${backend}`,
    );
  });
}
