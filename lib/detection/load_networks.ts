import { type Pausable, waitFor } from "../runtime/pausable.ts";

type Networks = typeof import("./networks.ts");

let loaded: Networks | undefined;

/** Loads the networks of the paper, and TensorFlow.js with them, once. */
export async function loadNetworks(): Promise<Networks> {
  return loaded ??= await import("./networks.ts");
}

/** `loadNetworks` in a pausable computation; it waits only where they are not there. */
export function* loadingNetworks(): Pausable<Networks> {
  return loaded ?? (yield* waitFor(loadNetworks()));
}
