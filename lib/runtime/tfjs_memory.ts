import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import type { GemmMemory } from "./gemm_memory.ts";
import { withSharedMemory } from "./shared_wasm.ts";

const BINARY = "tfjs-backend-wasm-simd.wasm";

/**
 * Makes tfjs's wasm backend put its tensors into a memory that threads can share. It
 * must be called before `tf.setBackend("wasm")`, with WASM_HAS_MULTITHREAD_SUPPORT
 * false.
 */
export async function shareTfjsMemory(): Promise<void> {
  const url = import.meta.resolve("@tensorflow/tfjs-backend-wasm");
  const binary = await Deno.readFile(new URL(BINARY, url));
  const type = "application/wasm";
  const blob = new Blob([withSharedMemory(binary)], { type });
  const file = URL.createObjectURL(blob);
  // tfjs asks for one file per kind of machine; this is the one that it will load.
  const other = [
    "tfjs-backend-wasm.wasm",
    "tfjs-backend-wasm-threaded-simd.wasm",
  ];
  setWasmPaths(
    Object.fromEntries([BINARY, ...other].map((name) => [name, file])),
    true,
  );
}

/** Private properties of tfjs's Emscripten module. */
interface Emscripten {
  readonly asm: { readonly memory: WebAssembly.Memory };
  readonly _malloc: (bytes: number) => number;
  readonly _free: (address: number) => void;
}

const LINE = 64;

/** The backend's memory, which contains the values of all tensors. */
export function tfjsMemory(backend: BackendWasm): GemmMemory {
  const { asm, _malloc, _free } = backend.wasm as unknown as Emscripten;
  const starts = new Map<number, number>();
  return {
    memory: asm.memory,
    allocate: (bytes) => {
      const start = _malloc(bytes + LINE);
      if (start === 0) {
        throw new RangeError(
          `tfjs memory: expected room for ${bytes} bytes, found none`,
        );
      }
      const address = start - start % LINE + LINE;
      starts.set(address, start);
      return address;
    },
    free: (address) => {
      _free(starts.get(address) ?? 0);
      starts.delete(address);
    },
  };
}
