import { ticks } from "d3-array";
import { alphaOf, type Found, isUsable } from "../detection/found.ts";
import { foundFlow, type Picture } from "../detection/use.ts";
import { grays } from "../figures/images/grays.ts";
import { naturalInWords } from "../figures/t_words.ts";
import { fieldOf } from "../lie/basis.ts";
import type { HtmlOutput } from "./display.ts";
import { shownRange } from "./explorer_parts.ts";
import { flowExplorer } from "./flow_explorer.ts";
import { severalExplorer } from "./several_explorer.ts";

/** Approximate number of frames. */
const FRAMES = 40;

/**
 * Makes a slider that moves an image along the found flow, over the range of the
 * held-out t and 0. If several generators act, there is one slider per generator
 * ({@linkcode severalExplorer}).
 *
 * @param image a square image of one channel
 * @throws {RangeError} if the image is not square or has several channels, or every
 * held-out t is 0; if several generators act, if the basis has other terms than
 * monomials
 */
export function foundExplorer(found: Found, image: Picture): HtmlOutput {
  const { basis, description, held, several } = found;
  const { height, width, channels } = image;
  if (height !== width || channels !== 1) {
    throw new RangeError(
      `foundExplorer: expected a square image of one channel, found ${height} x ${width} x ${channels}`,
    );
  }
  if (several !== undefined) {
    return severalExplorer({ ...found, several }, image);
  }
  const times = ticks(...shownRange(held.t), FRAMES);
  const move = foundFlow(found, { force: true });
  const natural = isUsable(found) ? description.parameter : undefined;
  const moved = times.map((t) => move(image, t).pixels);
  return flowExplorer({
    transformation: description.name,
    parameter: "t",
    unit: "generator units",
    inWords: natural && ((t) => naturalInWords(t, natural)),
    times,
    side: height,
    channels,
    moved: moved.map(grays(moved)),
    field: fieldOf(basis, alphaOf(found)),
  });
}
