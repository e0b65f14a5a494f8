import { Worker } from "node:worker_threads";

/** The input of the compiler. */
export interface Compilation {
  /** Every source, by the path that other sources import it with. */
  readonly sources: ReadonlyMap<string, string>;
  /** The path of the source whose exports the binary has. */
  readonly entry: string;
  /** Options of AssemblyScript's command line. */
  readonly options: readonly string[];
}

/** The answer of the compiler's thread: a binary, or the compiler's messages. */
export type Compiled =
  | { readonly kind: "binary"; readonly binary: Uint8Array<ArrayBuffer> }
  | { readonly kind: "failure"; readonly message: string };

/**
 * Compiles AssemblyScript to WebAssembly in a separate thread. The compiler reads the
 * environment variables when it is loaded. The thread has none, so no permission is
 * needed, and those of this thread do not change.
 *
 * @throws Error with the compiler's messages if it cannot be compiled, or if the
 * thread fails.
 */
export async function compileAssemblyScript(
  compilation: Compilation,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL("./gemm_compile_worker.ts", import.meta.url);
  const worker = new Worker(url, { workerData: compilation, env: {} });
  // The thread ends by itself. While it was terminated, 2 of 9 runs of all tests
  // ended with "double free or corruption" after their summary.
  const ended = new Promise((resolve) => worker.once("exit", resolve));
  const compiled = await answerOf(worker);
  await ended;
  if (compiled.kind === "binary") return compiled.binary;
  throw failure(compilation, compiled.message);

  function answerOf(worker: Worker): Promise<Compiled> {
    return new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", (error) => reject(failure(compilation, `${error}`)));
      worker.once(
        "exit",
        (code) =>
          reject(failure(compilation, `its thread ended, code ${code}`)),
      );
    });
  }
}

/**
 * Compiles in this thread; it is called in the compiler's thread, which has no
 * environment variables.
 */
export async function compileHere(
  { sources, entry, options }: Compilation,
): Promise<Compiled> {
  const { default: compiler } = await import("assemblyscript/asc");
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await compiler.main(
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

const failure = ({ entry }: Compilation, message: string): Error =>
  new Error(`AssemblyScript could not compile ${entry}:\n${message}`);
