import { type Pausable, waitFor } from "../runtime/pausable.ts";

type Networks = typeof import("./networks.ts");

let loaded: Networks | undefined;

/** Loads the networks of the paper and TensorFlow.js, once. */
export async function loadNetworks(): Promise<Networks> {
  return loaded ??= await import("./networks.ts");
}

/**
 * Runs `loadNetworks` in a pausable computation; it waits only if they are not loaded
 * yet.
 */
export function* loadingNetworks(): Pausable<Networks> {
  return loaded ?? (yield* waitFor(loadNetworks()));
}
