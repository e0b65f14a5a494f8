import { max, sum } from "d3-array";
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
  /** The two digits that are confused worst beyond that, and the rise in per cent. */
  readonly confused: string;
  /** Falls of the accuracy at the eight values of T, per cent. */
  readonly falls: readonly number[];
}

/** Number of labels of the tests that the text is about, at least. */
const LEAST_LABELS = 300;

async function tests(): Promise<readonly TestedLabels[]> {
  const [[, ...rows]] = tablesOf(
    await committed("bench/label_calibration.txt"),
  );
  return rows.map((
    [motion, most, labels, , verdict, upTo, confused, , falls],
  ) => ({
    motion,
    most: Number(most),
    labels: Number(labels),
    verdict,
    upTo: Number(upTo),
    confused,
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
  const named = partly.filter(({ confused }) => confused.startsWith("6 and 9"));
  const less = small.filter(({ verdict }) => verdict === "use-up-to");
  const apart = of("rotation of 0 1 3 4 8", 3.14);
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
    } tests, and up to ${
      rangeWords(less.map(({ upTo }) => upTo), degrees)
    } degrees in ${
      share(small, "use-up-to")
    }. One by up to half a turn is used in part, up to ${
      rangeWords(partly.map(({ upTo }) => upTo), degrees)
    } degrees, in ${share(half, "use-up-to")}, and as a whole in ${
      share(half, "use")
    }; in ${named.length} of ${partly.length} the labels 6 and 9 are confused worst beyond that. The largest fall of the accuracy is ${losses} %. If there are only the digits 0, 1, 3, 4 and 8, which no turn makes look alike, half a turn is used as a whole in ${
      share(apart, "use")
    }. A shift of up to 0.4 half-frames, which leaves the digits in the frame, is used in ${
      share(shift, "use")
    }; one of up to 1.2 is used in part in ${
      share(far, "use-up-to")
    }. A special conformal map of up to 6 is refused in ${
      share(conformal, "do-not")
    }, and random labels give "unknown" in ${share(random, "unknown")}.`,
  );
}

/** Counts what the judgement on two classes adds in many draws of digits, in words. */
async function alarmWords(): Promise<string> {
  const [[, ...rows]] = tablesOf(await committed("bench/label_alarms.txt"));
  const counts = rows.map(([motion, digits, most, ...numbers]) => {
    const [draws, , all, lost, few] = numbers.map(Number);
    const isTurn = motion === "rotation" && most === "3.14";
    return { keeps: !isTurn || digits !== "all", draws, all, pair: lost + few };
  });
  const [turn] = counts.filter(({ keeps }) => !keeps);
  const kept = counts.filter(({ keeps }) => keeps);
  const draws = sum(kept, ({ draws }) => draws);
  const alarms = sum(kept, ({ pair }) => pair);
  return paragraph(
    `Of ${turn.draws} draws of 300 digits that are turned by up to half a turn, ${
      turn.all + turn.pair
    } are used in part, ${turn.pair} of them because of two classes alone. Of ${draws} draws with motions that keep the digit, the judgement on two classes alone ends the use in ${alarms} (${
      (100 * alarms / draws).toFixed(1)
    } %).`,
  );
}

/** The blocks on the label test of digits. */
export const labelBlock: Blocks = {
  "label-words": labelWords,
  "label-alarms-words": alarmWords,
};
