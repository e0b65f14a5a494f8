import type { ChannelsAxis } from "../datasets/image_axes.ts";
import { MOST_IMAGES } from "../datasets/image_stack.ts";
import { PICTURE_FORMATS } from "../datasets/picture.ts";
import { MOST_SEEDS } from "../detection/check_options.ts";
import { MOST_PAIRS } from "../detection/detect.ts";
import type { Basis } from "../lie/basis.ts";
import { UserError } from "../runtime/errors.ts";
import { backendChoices } from "../runtime/runtime.ts";
import { channelsOption } from "./channels_option.ts";
import { integerOption, parseWords, textOption } from "./arguments.ts";
import { basisOption, knownBases } from "./basis_option.ts";
import {
  type RuntimeChoice,
  runtimeChoice,
  runtimeFlags,
} from "./runtime_options.ts";

/** Options of `deno task detect`. */
export interface DetectCommand extends RuntimeChoice {
  readonly paths: readonly string[];
  readonly basis: Basis;
  /**
   * Whether to train networks; undefined to train them only if the answer is in doubt.
   */
  readonly networks: boolean | undefined;
  readonly seeds: number;
  /** Largest number of pairs to use. */
  readonly most: number;
  readonly out: string | undefined;
  readonly json: boolean;
  /** Path of the file with one label per pair, if given. */
  readonly labels: string | undefined;
  /** The axis of the arrays that holds the channels, if given. */
  readonly channels: ChannelsAxis | undefined;
  /** Number of frames from the first image of a pair to the second, if given. */
  readonly lag: number | undefined;
}

/** Largest number of pairs to use with `--quick`. */
const MOST_QUICK = 800;

export const detectHelp = `Usage: deno task detect PAIRS [PAIRS] [options]

Finds the transformation that relates the images of your pairs, and the t of
each pair, or says that there is none. Intervals and tests show how reliable the
answer is.

  PAIRS           a NumPy .npz archive with the arrays x0 and xt; two .npy
                  files; two idx files; or a folder with the folders x0 and xt
                  of equally named ${PICTURE_FORMATS}
                  files. Arrays are (N, H, W), (N, H, W, C) or (N, C, H, W),
                  of integers, booleans or floating-point numbers of up to 64
                  bits. 50 to a million pairs; images of more than 28 x 28
                  pixels need fewer, those of 70 x 70 or more at least 8.
                  8 to 512 pixels per side; photographs of up to 64
                  megapixels are scaled down.
                  Or sequences, whose frames i and i + K are the pairs: a .npy
                  file, or an archive with one array or the array frames, of
                  (frames, H, W[, C]) or (count, frames, H, W[, C]); a folder
                  of numbered frames, or of folders of them; an animated GIF
                  or PNG
  --lag K         in sequences, the number of frames from the first image of a
                  pair to the second one (default 1)
  --channels AXIS first for (N, C, H, W), last for (N, H, W, C); needed only if
                  the shape is ambiguous, such as (N, 12, H, W)
  --basis NAME    ${
  knownBases.map(({ name }) => name).join(", ")
}, or a .json or .ts file with a
                  basis of your own (default quadratic)
  --labels FILE   one label, an integer, per pair (of x0): tests whether the
                  symmetry keeps the label, and up to which t. A .npy file of
                  (N,); an .npz archive with the array labels, which may be
                  PAIRS itself; or an idx file of labels
  --networks      train the paper's networks, and compare the answer with theirs
                  and with that of the paper's preset; without this option they
                  are trained only if the answer is in doubt
  --seeds K       number of networks, trained with different seeds (default 3)
  --quick         at most ${MOST_QUICK} pairs instead of ${MOST_PAIRS}, and no networks
  --out DIR       folder for a page, figures, numbers and the flow as a model
  --json          print the answer as JSON
  --backend NAME  ${backendChoices.join(", ")} (default auto)
  --blas PATH     the BLAS library to use
  --threads N     threads of the WebAssembly products (default: one per core)
  --help          this text`;

/**
 * Reads the command line of `deno task detect`.
 *
 * @returns undefined for `--help`.
 * @throws UserError that names the option, the expected and the found value.
 */
export async function detectOptions(
  args: readonly string[],
): Promise<DetectCommand | undefined> {
  const { values, words } = parseWords(args, {
    ...runtimeFlags,
    basis: { type: "string" },
    seeds: { type: "string" },
    networks: { type: "boolean" },
    quick: { type: "boolean" },
    out: { type: "string" },
    json: { type: "boolean" },
    channels: { type: "string" },
    lag: { type: "string" },
    labels: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help === true) return undefined;
  if (words.length < 1 || words.length > 2) {
    throw new UserError(
      `PAIRS: expected one path, or two of .npy or idx files, found ${words.length}; see --help`,
    );
  }
  const quick = values.quick === true;
  for (const option of ["networks", "seeds"] as const) {
    if (quick && values[option] !== undefined) {
      throw new UserError(
        `--quick: expected no --${option}, for it trains no network, found both`,
      );
    }
  }
  return {
    ...runtimeChoice(values),
    paths: words,
    networks: quick ? false : values.networks === true || undefined,
    seeds: integerOption(values, "seeds", 1, 3, MOST_SEEDS),
    most: quick ? MOST_QUICK : MOST_PAIRS,
    out: textOption(values, "out"),
    json: values.json === true,
    channels: channelsOption(values),
    labels: textOption(values, "labels"),
    lag: values.lag === undefined
      ? undefined
      : integerOption(values, "lag", 1, 1, MOST_IMAGES),
    basis: await basisOption(textOption(values, "basis") ?? "quadratic"),
  };
}
