import { affine, type Basis, cubic, quadratic } from "../lie/basis.ts";
import { oneOf, UserError } from "../runtime/errors.ts";
import { integerOption, parseWords, textOption } from "./arguments.ts";

/** What `deno task detect` was asked to do. */
export interface DetectCommand {
  readonly paths: readonly string[];
  readonly basis: Basis;
  readonly seeds: number;
  /** Pairs that are looked at, at most. */
  readonly most: number;
  readonly out: string | undefined;
  readonly json: boolean;
  /** Less of everything. */
  readonly quick: boolean;
}

const bases = [affine, quadratic, cubic];

/** Pairs that are read, and those that are with `--quick`. */
const MOST = 5000, MOST_QUICK = 800;

const MOST_SEEDS = 100;

export const detectHelp = `Usage: deno task detect PAIRS [PAIRS] [options]

Finds which transformation relates the images of your pairs, how far each pair
is moved, and whether that is to be believed.

  PAIRS         a NumPy .npz archive with the arrays x0 and xt, (N, H, W) or
                (N, H, W, C), uint8 or floating-point; a folder with the
                folders x0 and xt of equally named PNG or JPEG files; or two
                idx files
  --basis NAME  ${bases.map(({ name }) => name).join(", ")} (default quadratic)
  --seeds K     repeats over other draws of the pairs (default 3)
  --quick       at most ${MOST_QUICK} pairs instead of ${MOST}, and one repeat
  --out DIR     write the answer there
  --json        print the answer as JSON
  --help        this text`;

/**
 * Reads the command line of `deno task detect`.
 *
 * @returns undefined where help is asked for.
 * @throws UserError that names the option, what was expected and found.
 */
export function detectOptions(
  args: readonly string[],
): DetectCommand | undefined {
  const { values, words } = parseWords(args, {
    basis: { type: "string" },
    seeds: { type: "string" },
    quick: { type: "boolean" },
    out: { type: "string" },
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help === true) return undefined;
  if (words.length < 1 || words.length > 2) {
    throw new UserError(
      `PAIRS: expected one path, or two of idx files, found ${words.length}; see --help`,
    );
  }
  const quick = values.quick === true;
  const basis = textOption(values, "basis") ?? "quadratic";
  return {
    paths: words,
    basis: oneOf("--basis", bases, basis, ({ name }) => name),
    seeds: integerOption(values, "seeds", 1, quick ? 1 : 3, MOST_SEEDS),
    most: quick ? MOST_QUICK : MOST,
    out: textOption(values, "out"),
    json: values.json === true,
    quick,
  };
}
