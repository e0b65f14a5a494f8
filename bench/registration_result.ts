import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import { affine, type Basis, quadratic } from "#lib/lie/basis.ts";
import type { Answer } from "./interleave.ts";
import {
  type RegistrationCase,
  type RegistrationReply,
  trueGenerator,
} from "./registration_cases.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** A way of registering pairs: a peer and its options. */
export type RegistrationWay =
  | {
    readonly name: string;
    readonly peer: "own";
    readonly basis: "affine" | "quadratic";
  }
  | {
    readonly name: string;
    readonly peer: "ecc";
    /** Side of the Gaussian filter in pixels (gaussFiltSize); 1 is no filter. */
    readonly blur: number;
    /** Levels of the image pyramid, each twice as coarse as the one before. */
    readonly levels: number;
  };

const eccWays = [1, 2].flatMap((levels) =>
  [1, 3, 5].map((blur) =>
    ({
      name: `ECC, filter ${blur}, ${
        levels === 1 ? "1 level" : `${levels} levels`
      }`,
      peer: "ecc",
      blur,
      levels,
    }) as const
  )
);

/** The ways that are compared. */
export const registrationWays: readonly RegistrationWay[] = [
  { name: "affine basis", peer: "own", basis: "affine" },
  { name: "quadratic basis", peer: "own", basis: "quadratic" },
  ...eccWays,
];

/** A request in a round: one way on one case. */
export interface RegistrationRequest extends RegistrationCase {
  readonly way: RegistrationWay;
}

export type RegistrationAnswer = Answer<RegistrationRequest, RegistrationReply>;

/** Measurements of one way on one case. */
export interface RegistrationMeasure extends RegistrationRequest {
  /** Time per pair, ms, over all rounds but the first; null without an answer. */
  readonly ms: Spread | null;
  /** Number of pairs without an answer. */
  readonly failed: number;
  /** Angles to the true generator in degrees, by the way of estimating it. */
  readonly angles: Readonly<Record<string, number | null>>;
}

/** All measurements of the registration. */
export interface RegistrationMeasures {
  readonly measures: readonly RegistrationMeasure[];
  /** Description that each peer gives of itself, by the peer's name. */
  readonly descriptions: Readonly<Record<string, string>>;
  /** Reason why a peer gave no answers, by the peer's name. */
  readonly reasons: Readonly<Record<string, string>>;
}

const bases: Readonly<Record<string, Basis>> = { affine, quadratic };

/** Summarises all answers; the first round does not count in the times. */
export function registrationMeasures(
  answers: readonly RegistrationAnswer[],
  cases: readonly RegistrationCase[],
): Pick<RegistrationMeasures, "measures"> {
  const measures = cases.flatMap((asked) =>
    registrationWays.map((way): RegistrationMeasure => {
      const own = answers.filter((answer) =>
        isOfCase(answer.case, asked) && answer.case.way.name === way.name
      );
      const counted = own.filter(({ round }) => round > 0);
      return {
        ...asked,
        way,
        ms: spreadOf(counted.map(({ reply }) => reply.ms)),
        failed: own.at(-1)?.reply.failed ?? 0,
        angles: Object.fromEntries(
          Object.entries(own.at(-1)?.reply.estimates ?? {}).map((
            [name, found],
          ) => [name, angleOf(found, asked, way)]),
        ),
      };
    })
  );
  return { measures };
}

/** Whether a measurement or a request is of the same pairs as another. */
export const isOfCase = (
  { flow, side, count }: RegistrationCase,
  other: RegistrationCase,
): boolean =>
  flow === other.flow && side === other.side && count === other.count;

/** Computes the angle to the truth, in degrees, in the basis of the estimate. */
function angleOf(
  found: readonly number[] | null,
  asked: RegistrationCase,
  way: RegistrationWay,
): number | null {
  if (found === null) return null;
  const { terms } = way.peer === "own" ? bases[way.basis] : affine;
  const known = trueGenerator(asked);
  const truth = terms.map(({ label }) => {
    const place = affine.terms.findIndex((term) => term.label === label);
    return known[place] ?? 0;
  });
  return generatorScores(found, truth).angleDegrees;
}
