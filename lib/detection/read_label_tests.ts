import { oneOf } from "../runtime/errors.ts";
import type { SeveralGenerators } from "./detection.ts";
import type { Entry } from "./json_entry.ts";
import type {
  AccuracyAtReach,
  Confusion,
  LabelTest,
  LabelVerdict,
} from "./label_test.ts";
import { checkedLength } from "./read_coefficients.ts";

const KINDS = ["use", "use-up-to", "do-not", "unknown"] as const;

/** The largest number of labelled images. */
const MOST = 2 ** 32 - 1;

/**
 * Reads the label tests of an answer.
 *
 * @param several The answer's generators, if several act.
 * @returns undefined if no labels were given.
 * @throws UserError that names the entry, the expected and the found value.
 */
export function readLabelTests(
  entry: Entry,
  several: Pick<SeveralGenerators, "generators"> | undefined,
): LabelTest[] | undefined {
  if (entry.value === undefined) return undefined;
  const number = several?.generators.length ?? 1;
  return checkedLength(entry, number, "one per generator").map((test) => {
    const curve = test.entry("curve");
    const reaches = curve.list().map(reachOf);
    if (reaches.length === 0) curve.fail("at least one reach");
    return {
      verdict: verdictOf(test.entry("verdict")),
      curve: reaches,
      images: test.entry("images").whole(MOST),
      tested: test.entry("tested").whole(MOST),
      classes: test.entry("classes").whole(MOST),
    };
  });
}

function verdictOf(entry: Entry): LabelVerdict {
  const kind = oneOf(
    entry.entry("kind").name,
    KINDS,
    entry.entry("kind").value,
  );
  const reason = entry.entry("reason").text();
  return kind === "use" || kind === "use-up-to"
    ? { kind, upTo: entry.entry("upTo").between(0, Infinity), reason }
    : { kind, reason };
}

function reachOf(entry: Entry): AccuracyAtReach {
  const confused = entry.entry("confused");
  return {
    reach: entry.entry("reach").between(0, Infinity),
    accuracy: entry.entry("accuracy").between(0, 1),
    fall: entry.entry("fall").between(-1, 1),
    low: entry.entry("low").number(),
    high: entry.entry("high").number(),
    ...confused.value !== undefined && { confused: confusionOf(confused) },
  };
}

function confusionOf(entry: Entry): Confusion {
  const labels = checkedLength(entry.entry("labels"), 2, "two");
  const [one, other] = labels.map((label) => label.number());
  return {
    labels: [one, other],
    images: entry.entry("images").whole(MOST),
    share: entry.entry("share").between(0, 1 + 1e-9),
    rise: entry.entry("rise").between(-1, 1),
    low: entry.entry("low").number(),
    high: entry.entry("high").number(),
    chance: entry.entry("chance").between(0, 1),
  };
}
