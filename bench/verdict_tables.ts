import { quantile } from "d3-array";
import { BOUNDS } from "#lib/detection/bounds.ts";
import type { DocTable } from "./doc_tables.ts";
import { hasFlow, setsIn, type VerdictSet } from "./verdict_sets.ts";

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Formats a number with at most three significant digits. */
const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Makes a table with one row per kind of set: verdicts, and for flows the errors. */
export function kindsTable(sets: readonly VerdictSet[]): DocTable {
  const kinds = Map.groupBy(sets, ({ kind }) => kind);
  return [
    [
      "kind",
      "sets",
      "found",
      "weak",
      "none",
      "not identifiable",
      "all intervals hold",
      "median angle, degrees",
      "median s per set",
    ],
    ...[...kinds].map(([kind, some]) => {
      const count = (verdict: string) =>
        String(some.filter((set) => set.verdict === verdict).length);
      const flows = some.filter(hasFlow);
      return [
        kind,
        String(some.length),
        ...["found", "weak", "none", "not-identifiable"].map(count),
        flows.length > 0
          ? String(flows.filter(({ inside }) => inside).length)
          : "–",
        flows.length > 0
          ? short(quantile(flows, 0.5, ({ degrees }) => degrees!)!)
          : "–",
        quantile(some, 0.5, ({ seconds }) => seconds)!.toFixed(1),
      ];
    }),
  ];
}

/** Makes a table of two rows: the sets without a flow, and those with one. */
export function sumsTable(sets: readonly VerdictSet[]): DocTable {
  const [flows, nulls] = [true, false].map((flow) =>
    sets.filter((set) => hasFlow(set) === flow)
  );
  const found = (some: readonly VerdictSet[]) =>
    some.filter(({ verdict }) => verdict === "found").length;
  const held = flows.filter(({ inside }) => inside).length;
  return [
    ["sets", "number", "found", "all intervals hold"],
    ["without a flow", String(nulls.length), String(found(nulls)), "–"],
    [
      "with a flow",
      String(flows.length),
      `${found(flows)} (${percent(found(flows) / flows.length)})`,
      `${held} (${percent(held / flows.length)})`,
    ],
  ];
}

/** A bound, the quantity that is compared with it, and the decision. */
interface Bounded {
  readonly unit: string;
  readonly decides: string;
  /**
   * Returns the number of a set that is compared with the bound; undefined if it has
   * none.
   */
  readonly of?: (set: VerdictSet) => number;
}

const share = "share of the change";

const BOUNDED: Readonly<Record<keyof typeof BOUNDS, Bounded>> = {
  leastChange: {
    unit: "share of the images' variation",
    decides: "below: the images of a pair are nearly the same",
    of: ({ change }) => change,
  },
  leastExplained: {
    unit: share,
    decides: "below: no flow",
    of: ({ explained }) => explained,
  },
  halfExplained: {
    unit: share,
    decides: "below, and with hardly a change: nothing moves",
    of: ({ explained }) => explained,
  },
  wellExplained: {
    unit: share,
    decides: "from there on: found",
    of: ({ explained }) => explained,
  },
  nearlyAll: {
    unit: share,
    decides: "from there on no second generator is looked for",
    of: ({ explained }) => explained,
  },
  overStrangers: {
    unit: "ratio",
    decides: "explained of partners over strangers, at least",
    of: ({ explained, explainedByChance }) => explained / explainedByChance,
  },
  leftOfStrangers: {
    unit: "ratio",
    decides: "or left of partners over strangers, at most",
    of: ({ explained, explainedByChance }) =>
      (1 - explained) / (1 - explainedByChance),
  },
  alikeStrangers: {
    unit: share,
    decides: "strangers of whom more is explained look alike",
    of: ({ explainedByChance }) => explainedByChance,
  },
  byBrightness: {
    unit: share,
    decides: "above, and more than by a flow: brightness, and no flow",
    of: ({ explainedByBrightness }) => explainedByBrightness,
  },
  leftForBrightness: {
    unit: share,
    decides: "above: a gain and an offset per pair are tried",
  },
  leftByBrightness: {
    unit: "share of the errors",
    decides: "below: they are taken",
  },
  leftForLayer: {
    unit: share,
    decides: "above: a layer that does not move is looked for",
  },
  errorsByLayer: {
    unit: "share of the errors",
    decides: "below, and",
  },
  leftByLayer: {
    unit: "share of the errors without noise",
    decides: "below: the layer is taken out",
  },
  leftForRoughLayer: {
    unit: share,
    decides: "above, and",
  },
  roughLayer: {
    unit: "share of the range",
    decides: "above: a layer is looked for without knowing the motion",
  },
  moreOfTheRest: {
    unit: "share of what one generator leaves",
    decides: "above: a second generator counts",
    of: ({ explained, explainedByTwo }) =>
      (explainedByTwo - explained) / (1 - explained),
  },
  more: {
    unit: share,
    decides: "and so much more in all",
    of: ({ explained, explainedByTwo }) => explainedByTwo - explained,
  },
  byTwo: {
    unit: share,
    decides: "and both explain at least so much",
    of: ({ explainedByTwo }) => explainedByTwo,
  },
  leastAngle: {
    unit: "degrees",
    decides: "and are at least so far from each other",
    of: ({ angleOfTwo }) => angleOfTwo,
  },
  moreBySecond: {
    unit: share,
    decides: "more by a second generator alone: the fit begins again from it",
  },
  byOne: {
    unit: share,
    decides: "below: several generators are looked for",
    of: ({ explained }) => explained,
  },
  leftByAll: {
    unit: "share of what a field per pair explains",
    decides: "left by all generators together, at most",
  },
  leftByLast: {
    unit: "share of what is left without the last generator",
    decides: "left with it, at most",
  },
  byLast: {
    unit: "share of what a field per pair explains",
    decides: "explained by the last generator, at least",
  },
  leftByMixture: {
    unit: "share of what several generators explain",
    decides: "left by one of them per pair, at most: they are mixed",
  },
  namedSpace: {
    unit: "degrees",
    decides: "from a known space, at most: it gives the name",
  },
  closed: {
    unit: "closure defect",
    decides: "at most: closed under brackets",
  },
  mostMixed: {
    unit: "generators",
    decides: "of a mixture that is found, at most",
  },
  leastSpread: {
    unit: "standard deviation of t over its largest magnitude",
    decides: "below: t is the same in all pairs",
    of: ({ spreadOfT }) => spreadOfT,
  },
  someNoise: {
    unit: share,
    decides: "from there on the reason tells the noise",
    of: ({ noise }) => noise,
  },
  mostUncertain: {
    unit: "half-width of a coefficient's interval",
    decides: "above: weak",
    of: ({ uncertainty }) => uncertainty,
  },
  ambiguous: {
    unit: "share of the pairs",
    decides: "from there on t is said to be ambiguous",
    of: ({ ambiguousT }) => ambiguousT,
  },
  agreeing: {
    unit: "degrees",
    decides: "starts that end nearer to the answer agree with it",
  },
};

/** Makes a table with one row per bound: the compared quantity over the sets. */
export function boundsTable(sets: readonly VerdictSet[]): DocTable {
  const [flows, nulls] = [true, false].map((flow) =>
    sets.filter((set) => hasFlow(set) === flow)
  );
  const range = (some: readonly VerdictSet[], of: Bounded["of"]) => {
    if (of === undefined) return "–";
    const values = some.map(of).filter(Number.isFinite);
    return [0.05, 0.5, 0.95].map((p) => short(quantile(values, p)!))
      .join(", ");
  };
  return [
    [
      "bound",
      "value",
      "unit",
      "what it decides",
      "without a flow: 5, 50, 95 %",
      "with a flow: 5, 50, 95 %",
    ],
    ...Object.entries(BOUNDED).map(([name, { unit, decides, of }]) => [
      `\`${name}\``,
      short(BOUNDS[name as keyof typeof BOUNDS]),
      unit,
      decides,
      range(nulls, of),
      range(flows, of),
    ]),
  ];
}

/** Makes the tables of the page from its data. */
export const verdictTables = (text: string): DocTable[] => {
  const sets = setsIn(text);
  return [sumsTable(sets), kindsTable(sets), boundsTable(sets)];
};
