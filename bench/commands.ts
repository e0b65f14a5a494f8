import { fileURLToPath } from "node:url";
import { reproduceGrants } from "#lib/cli/reproduce_grants.ts";
import { blasThreads } from "#lib/runtime/blas_threads.ts";
import type { PeerCommand } from "./peer.ts";

/** Backends of this project that are timed. */
export const ownBackends = ["blas", "wasm"] as const;
export type OwnBackend = typeof ownBackends[number];

/** Peers whose training step is timed. */
export const stepPeers = [
  ...ownBackends,
  "pytorchPlain",
  "pytorchMerged",
] as const;
export type StepPeer = typeof stepPeers[number];

const here = (file: string): string =>
  fileURLToPath(new URL(file, import.meta.url));

const REPRODUCE = "lib/cli/reproduce.ts";

/**
 * Arguments of deno that grant a script the permissions of `deno task reproduce`. They
 * are not narrowed, because scripts of the benchmark write to other folders.
 */
export const productArgs: readonly string[] = ["run", ...reproduceGrants];

/** Path of the command line tool that runs a whole experiment. */
export const reproduceScript: string = here(`../${REPRODUCE}`);
export const peakMemoryScript: string = here("peak_memory.ts");

const ONE_THREAD = blasThreads(1);

/** Command of this project with a backend, on all threads or on one. */
export function ownCommand(
  backend: OwnBackend,
  environment: Readonly<Record<string, string>>,
  oneThread = false,
): PeerCommand {
  const threads = oneThread ? ["1"] : [];
  return {
    name: oneThread ? `${backend}One` : backend,
    program: Deno.execPath(),
    args: [...productArgs, here("worker.ts"), backend, ...threads],
    env: { ...environment, ...(oneThread ? ONE_THREAD : {}) },
  };
}

/** Limits the BLAS of a peer, if it has one, to one thread. */
export const oneThread = (command: PeerCommand): PeerCommand => ({
  ...command,
  env: { ...command.env, ...ONE_THREAD },
});

/** Command of this project's registration of the pairs in a folder. */
export function registrationCommand(folder: string): PeerCommand {
  const script = here("registration_worker.ts");
  return {
    name: "own",
    program: Deno.execPath(),
    args: ["run", "--no-prompt", "--allow-read", script, folder],
  };
}

/** Command of tfjs with its own kernels, without those of this project. */
export function stockCommand(): PeerCommand {
  return {
    name: "stock",
    program: Deno.execPath(),
    args: ["run", "--allow-read", here("stock_worker.ts")],
  };
}

/** Command that prepares the models and operands to be timed. */
export function preparingCommand(
  environment: Readonly<Record<string, string>>,
): PeerCommand {
  return {
    name: "preparation",
    program: Deno.execPath(),
    args: [...productArgs, here("worker.ts"), "auto"],
    env: environment,
  };
}

/** Command of a peer in Python. */
export function pythonCommand(
  python: string,
  name: string,
  script: string,
  ...args: string[]
): PeerCommand {
  return { name, program: python, args: ["-B", here(script), ...args] };
}
