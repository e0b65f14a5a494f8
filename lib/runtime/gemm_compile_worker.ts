// The compiler's thread of gemm_compile.ts: compiles once and answers.
import asc from "assemblyscript/asc";
import { parentPort, workerData } from "node:worker_threads";
import type { Compilation, Compiled } from "./gemm_compile.ts";

async function compile(
  { sources, entry, options }: Compilation,
): Promise<Compiled> {
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await asc.main(
    [entry, "--outFile", "gemm.wasm", ...options],
    {
      readFile: (path) => sources.get(path) ?? null,
      writeFile: (_path, contents) => {
        if (typeof contents !== "string") binary = new Uint8Array(contents);
      },
      listFiles: () => [],
    },
  );
  return error !== null || binary === undefined
    ? { kind: "failure", message: stderr.toString() }
    : { kind: "binary", binary };
}

parentPort?.postMessage(await compile(workerData as Compilation));
