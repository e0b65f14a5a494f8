import { UserError } from "../runtime/errors.ts";
import { chosenImages } from "./chosen_images.ts";
import type { ImageStack } from "./image_stack.ts";
import type { StackPair } from "./stack_pair.ts";

/** The frames of sequences, one sequence after another. */
export interface FrameStack {
  readonly stack: ImageStack;
  /** Number of frames of each sequence, at least 1; their sum is the stack's count. */
  readonly lengths: readonly number[];
}

/**
 * Makes pairs of frames of sequences: frames i and i + lag are a pair. A sequence that
 * is too short has none.
 *
 * @param lag Distance of the two frames, at least 1.
 * @throws UserError if no sequence has such a pair.
 */
export function framePairs(
  { stack, lengths }: FrameStack,
  lag: number,
): StackPair {
  checkLag(stack.name, lengths, lag);
  const used = lengths.map((length) => Math.max(length - lag, 0));
  const count = used.reduce((sum, pairs) => sum + pairs, 0);
  const [group, frame] = [new Uint32Array(count), new Uint32Array(count)];
  const first = new Uint32Array(count);
  let [pair, start] = [0, 0];
  used.forEach((pairs, sequence) => {
    for (let i = 0; i < pairs; i++, pair++) {
      [group[pair], frame[pair], first[pair]] = [sequence, i, start + i];
    }
    start += lengths[sequence];
  });
  const { name } = stack;
  const x0 = chosenImages(stack, name, first);
  return {
    x0: {
      ...x0,
      notes: [...stack.notes ?? [], noteOn(name, lengths, lag)],
    },
    xt: chosenImages(
      stack,
      `${name}, second images of the pairs`,
      first.map((number) => number + lag),
    ),
    sequences: { group, frame, lag },
  };
}

function checkLag(
  name: string,
  lengths: readonly number[],
  lag: number,
): void {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (longest < 2) {
    throw new UserError(
      `${name}: expected a sequence of at least 2 frames, found ${longest}`,
    );
  }
  if (lag < longest) return;
  throw new UserError(
    `--lag: expected at most ${
      longest - 1
    }, for the longest sequence of ${name} has ${longest} frames, found ${lag} (in code, the option lag)`,
  );
}

/** Makes a note for the user about the sequences and the pairs. */
function noteOn(
  name: string,
  lengths: readonly number[],
  lag: number,
): string {
  const [least, most] = lengths.reduce(
    (
      [least, most],
      length,
    ) => [Math.min(least, length), Math.max(most, length)],
    [Infinity, 0],
  );
  const many = lengths.length > 1;
  const frames = least === most ? `${most}` : `${least} to ${most}`;
  const short = lengths.filter((length) => length <= lag).length;
  const without = short > 0 ? `; ${short} of them too short for a pair` : "";
  return `${name}: read as ${lengths.length} sequence${
    many ? "s" : ""
  } of ${frames} frames${
    many ? " each" : ""
  }, pairs of frames ${lag} apart${without}`;
}
