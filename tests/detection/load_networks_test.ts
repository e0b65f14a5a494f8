import { assert, assertEquals } from "@std/assert";
import { memoryStacks } from "#lib/datasets/memory_stack.ts";
import { loadingNetworks } from "#lib/detection/load_networks.ts";
import { readPairs } from "#lib/detection/read_pairs.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { inNotebook } from "#lib/runtime/notebook.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { drawnT, movedPairs } from "./moved_blobs.ts";

/** Runs a function as in Deno's Jupyter kernel. */
async function inKernel(run: () => Promise<unknown>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "Deno")!;
  const jupyter = { value: { broadcast: () => {} } };
  const value = Object.create(Deno, { jupyter });
  Object.defineProperty(globalThis, "Deno", { ...before, value });
  try {
    assert(inNotebook());
    await run();
  } finally {
    Object.defineProperty(globalThis, "Deno", before);
  }
}

Deno.test("in a notebook, the code of networks is loaded once pairs are read, so no detection waits for it", async () => {
  const { flow } = transformations.rotation;
  const pairs = movedPairs(flow, drawnT(60, -1, 1), { size: 10 });
  await inKernel(() => readPairs(memoryStacks(pairs), 60, 0));
  const { networkStarts } = runAtOnce(loadingNetworks());
  assertEquals(networkStarts.name, "networkStarts");
});
