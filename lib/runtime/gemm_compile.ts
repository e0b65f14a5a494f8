import { Worker } from "node:worker_threads";

/** What the compiler is given. */
export interface Compilation {
  /** Every source by its path, as the sources import each other. */
  readonly sources: ReadonlyMap<string, string>;
  /** The path of the one whose exports the binary has. */
  readonly entry: string;
  /** Of AssemblyScript's command line. */
  readonly options: readonly string[];
}

/** What the compiler's thread answers: a binary, or the compiler's messages. */
export type Compiled =
  | { readonly kind: "binary"; readonly binary: Uint8Array<ArrayBuffer> }
  | { readonly kind: "failure"; readonly message: string };

/**
 * Compiles AssemblyScript to WebAssembly, in a thread of its own. The compiler
 * looks into the environment when it is loaded: the thread has an empty one, so
 * that no permission is needed, and this thread's stays as it is.
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

/** Compiles in this thread; for the compiler's own, whose environment is empty. */
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
