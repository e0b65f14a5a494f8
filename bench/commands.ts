import { fileURLToPath } from "node:url";
import { reproduceGrants } from "#lib/cli/reproduce_grants.ts";
import { blasThreads } from "#lib/runtime/blas_threads.ts";
import type { PeerCommand } from "./peer.ts";

/** The ways in which this project computes that are timed. */
export const ownBackends = ["blas", "wasm"] as const;
export type OwnBackend = typeof ownBackends[number];

/** Beside whom the training step is timed. */
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
 * Arguments of deno that grant a script what `deno task reproduce` is granted,
 * none of it given up: scripts of the bench write elsewhere.
 */
export const productArgs: readonly string[] = ["run", ...reproduceGrants];

/** The command line tool that a whole experiment is run with. */
export const reproduceScript: string = here(`../${REPRODUCE}`);
export const peakMemoryScript: string = here("peak_memory.ts");

const ONE_THREAD = blasThreads(1);

/** This project, computing with a backend, on all or one of the threads. */
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

/** A peer whose BLAS, if it has one, computes on one thread. */
export const oneThread = (command: PeerCommand): PeerCommand => ({
  ...command,
  env: { ...command.env, ...ONE_THREAD },
});

/** This project's registration of the pairs in a folder. */
export function registrationCommand(folder: string): PeerCommand {
  const script = here("registration_worker.ts");
  return {
    name: "own",
    program: Deno.execPath(),
    args: ["run", "--no-prompt", "--allow-read", script, folder],
  };
}

/** tfjs with its own kernels, and nothing of this project's. */
export function stockCommand(): PeerCommand {
  return {
    name: "stock",
    program: Deno.execPath(),
    args: ["run", "--allow-read", here("stock_worker.ts")],
  };
}

/** What brings model and operands into a state worth timing. */
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

/** A peer in Python. */
export function pythonCommand(
  python: string,
  name: string,
  script: string,
  ...args: string[]
): PeerCommand {
  return { name, program: python, args: ["-B", here(script), ...args] };
}
