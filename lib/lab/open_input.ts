import { memoryStacks } from "../datasets/memory_stack.ts";
import type { StackPair } from "../datasets/stack_pair.ts";
import type { LabOptions, PairsInput } from "./messages.ts";
import { setOfPairs } from "./sets.ts";

/**
 * Opens the pairs that the page was given.
 *
 * @throws UserError that names the file, what was expected and found.
 */
export async function openInput(
  input: PairsInput,
  { lag }: Pick<LabOptions, "lag">,
): Promise<StackPair> {
  switch (input.kind) {
    case "set":
      return memoryStacks(setOfPairs(input.name), `set ${input.name}`);
    case "files": {
      // Readers of files are loaded where there are any.
      const { openGiven } = await import("./open_given.ts");
      return await openGiven(input.files, lag);
    }
    case "frames": {
      const { openFrames } = await import("./open_frames.ts");
      return openFrames(input.frames, lag);
    }
  }
}
