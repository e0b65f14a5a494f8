import { max } from "d3-array";
import { toDegrees } from "#lib/lie/degrees.ts";
import { tablesOf } from "../doc_tables.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { paragraph } from "./paragraph.ts";
import { rangeWords } from "./range_words.ts";

/** A label test of digits, from bench/label_calibration.txt. */
interface TestedLabels {
  readonly motion: string;
  /** Largest t, in the transformation's own unit. */
  readonly most: number;
  readonly labels: number;
  readonly verdict: string;
  /** Largest t that may be used; NaN if there is none. */
  readonly upTo: number;
  /** Falls of the accuracy at the eight values of T, per cent. */
  readonly falls: readonly number[];
}

/** Number of labels of the tests that the text is about, at least. */
const LEAST_LABELS = 300;

async function tests(): Promise<readonly TestedLabels[]> {
  const [[, ...rows]] = tablesOf(
    await committed("bench/label_calibration.txt"),
  );
  return rows.map(([motion, most, labels, , verdict, upTo, , falls]) => ({
    motion,
    most: Number(most),
    labels: Number(labels),
    verdict,
    upTo: Number(upTo),
    falls: falls.split(" ").map(Number),
  })).filter(({ labels }) => labels >= LEAST_LABELS);
}

/** Counts the verdicts of the label test on digits, in words. */
async function labelWords(): Promise<string> {
  const all = await tests();
  const of = (name: string, most: number) =>
    all.filter((test) => test.motion === name && test.most === most);
  const share = (some: readonly TestedLabels[], verdict: string) =>
    `${
      some.filter((test) => test.verdict === verdict).length
    } of ${some.length}`;
  const degrees = (t: number) => toDegrees(t).toFixed(0);
  const small = of("rotation", 1.31);
  const half = of("rotation", 3.14);
  const partly = half.filter(({ verdict }) => verdict === "use-up-to");
  const shift = of("translationX", 0.4);
  const far = of("translationX", 1.2);
  const conformal = of("specialConformalX", 6);
  const random = of("rotation, random labels", 1);
  const losses = rangeWords(
    half.map(({ falls }) => max(falls)!),
    (value) => value.toFixed(1),
  );
  return paragraph(
    `With ${LEAST_LABELS} labels and more, a rotation of digits by up to 75 degrees is used in ${
      share(small, "use")
    } tests. One by up to half a turn is used in part, up to ${
      rangeWords(partly.map(({ upTo }) => upTo), degrees)
    } degrees, in ${share(half, "use-up-to")}, and as a whole in ${
      share(half, "use")
    }; the largest fall of the accuracy is ${losses} %. A shift of up to 0.4 half-frames, which leaves the digits in the frame, is used in ${
      share(shift, "use")
    }; one of up to 1.2 is used in part in ${
      share(far, "use-up-to")
    }. A special conformal map of up to 6 is refused in ${
      share(conformal, "do-not")
    }, and random labels give "unknown" in ${share(random, "unknown")}.`,
  );
}

/** The block on the label test of digits. */
export const labelBlock: Blocks = { "label-words": labelWords };
