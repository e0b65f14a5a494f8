import { assertEquals } from "@std/assert";
import { startRuntime } from "#lib/runtime/runtime.ts";
import { needs, projectFiles } from "../needs.ts";
import { testProducts } from "./product_tests.ts";

const start = () => startRuntime({ backend: "wasm", threads: 2 });

testProducts(
  { name: "the WebAssembly product", ...needs(projectFiles), start },
  { crossed: true },
);

Deno.test({
  ...needs(projectFiles),
  name: "backend wasm says that it computes without a BLAS, on what threads",
  async fn() {
    const { backend, threads } = await start();
    assertEquals({ backend, threads }, { backend: "wasm", threads: 2 });
  },
});
