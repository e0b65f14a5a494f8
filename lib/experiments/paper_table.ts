/** The paper's statement on a property of a work. */
export type Claim = "yes" | "no" | "not said";

/** One row of the comparison of works. */
export interface ComparedWork {
  readonly work: string;
  /** One claim per property, in the order of {@link comparedProperties}. */
  readonly claims: readonly Claim[];
}

/** The properties by which the paper compares works (appendix A). */
export const comparedProperties: readonly string[] = [
  "without supervision",
  "on whole images",
  "the symmetry itself is evaluated",
  "the parameter's distribution is learned",
  "every pair's t is scored",
];

/**
 * Table 1 of the paper, "Comparison of model properties across different works".
 * Its claims are those of the text of appendix A; the last column is ours.
 */
export const comparedWorks: readonly ComparedWork[] = [
  {
    work: "Sohl-Dickstein et al. 2010 [27]",
    claims: ["yes", "no", "yes", "not said", "not said"],
  },
  {
    work: "Benton et al. 2020 [1]",
    claims: ["not said", "not said", "no", "yes", "not said"],
  },
  {
    work: "Zhou et al. 2021 [37]",
    claims: ["not said", "not said", "no", "not said", "not said"],
  },
  {
    work: "Dehmamy et al. 2021 [6]",
    claims: ["no", "yes", "yes", "not said", "not said"],
  },
  {
    work: "Miao et al. 2023 [18], Singhal et al. 2024 [26]",
    claims: ["not said", "not said", "no", "not said", "not said"],
  },
  { work: "the paper", claims: ["yes", "yes", "yes", "yes", "no"] },
  { work: "this project", claims: ["yes", "yes", "yes", "yes", "yes"] },
];
