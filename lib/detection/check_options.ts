import { MOST_IMAGES } from "../datasets/image_stack.ts";
import type { Basis } from "../lie/basis.ts";
import {
  checkInteger,
  checkObject,
  checkOptional,
  checkSignal,
  wrongType,
} from "../runtime/check_option.ts";
import { checkBasis } from "./check_basis.ts";
import type { DetectOptions } from "./detect.ts";
import { LEAST_PAIRS } from "./working_pairs.ts";

/** The largest number of networks that a detection trains; this many take hours. */
export const MOST_SEEDS = 100;

/** The largest number of steps of the paper's preset; this many take a day. */
const MOST_PAPER_STEPS = 1_000_000;

/**
 * Checks the options of a detection. All of them are optional.
 *
 * @param call The function's name, for messages.
 * @throws {TypeError} if an option has another type than it should have
 * @throws {RangeError} if a number is out of its range, or the basis is empty
 * @throws UserError if no fit could tell the terms of the basis apart, or one of them has
 * no finite value
 */
export function checkDetectOptions(call: string, options: DetectOptions): void {
  checkObject(`${call}: options`, options);
  const { most, seeds, paperSteps, basis, signal } = options;
  const integer = (
    name: string,
    value: unknown,
    least: number,
    largest: number,
  ) => {
    if (value === undefined) return;
    checkInteger(`${call}: ${name}`, value, least, largest);
  };
  integer("most", most, LEAST_PAIRS, MOST_IMAGES);
  integer("seeds", seeds, 1, MOST_SEEDS);
  integer("paperSteps", paperSteps, 0, MOST_PAPER_STEPS);
  if (basis !== undefined) {
    checkTerms(`${call}: basis`, basis);
    checkBasis(basis, `${call}: basis`);
  }
  checkSignal(`${call}: signal`, signal);
  checkOptional(`${call}: networks`, options.networks, "boolean");
  for (
    const name of [
      ...["runtime", "onProgress", "onAnswer", "onNote"] as const,
      "onNetworkStep",
    ] as const
  ) {
    checkOptional(`${call}: ${name}`, options[name], "function");
  }
}

/** Checks that an option has the parts of a basis. */
function checkTerms(option: string, basis: Basis): void {
  const { name, terms } = basis ?? {};
  if (typeof name !== "string" || !Array.isArray(terms)) {
    throw wrongType(option, "a basis, { name, terms }", basis);
  }
  if (terms.length === 0) {
    throw new RangeError(`${option}: expected at least one term, found none`);
  }
  terms.forEach((term, i) => {
    const { component, label, value } = term ?? {};
    if (
      (component === "x" || component === "y") &&
      typeof label === "string" && typeof value === "function"
    ) return;
    throw wrongType(
      `${option}: term ${i}`,
      '{ component: "x" or "y", label, value(x, y) }',
      term,
    );
  });
}
