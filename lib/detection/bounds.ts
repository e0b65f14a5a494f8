/**
 * The bounds that decide about verdict, findings and starts. Shares are of the change
 * between the images of held-out pairs without what noise adds, from 0 to 1, unless
 * something else is said.
 *
 * They were chosen on sets of digits, strokes and scenes with a known truth
 * (`tests/slow/detect_test.ts` has one of each kind): unrelated images explain up to
 * 0.4 of the change, related ones more than 0.6. `bench/detect_verdicts.py` counts
 * what they say on other sets.
 */
export const BOUNDS = {
  /** A smaller change, as a share of the images' variation, is hardly one. */
  leastChange: 0.03,
  /** The least share that a flow explains for pairs to be related by it. */
  leastExplained: 0.2,
  /** The share that it explains where it is found. */
  wellExplained: 0.6,
  /** An answer that explains so much needs no start that agrees, and no second one. */
  nearlyAll: 0.95,
  /**
   * Partners are told from strangers where the flow explains twice as much of
   * their change, or leaves a third as much of it unexplained.
   */
  overStrangers: 2,
  leftOfStrangers: 1 / 3,
  /** Strangers of whose change more is explained are moved images of one kind. */
  alikeStrangers: 0.7,
  /** A gain and an offset per pair explain the change if they explain more. */
  byBrightness: 0.5,
  /**
   * A gain and an offset per pair are looked for where the match of the fitted pairs
   * leaves more than the first share of their change, and they are taken where they
   * leave at most the second share of the errors: of noise alone they leave 0.98, of
   * pairs in another light 0.01 to 0.1.
   */
  leftForBrightness: 0.01,
  leftByBrightness: 0.7,
  /**
   * A layer that does not move is looked for where the match of held-out pairs leaves
   * more than the first share of their change, noise included. It is taken out where
   * the match then leaves at most the second share of that, and at most the third
   * share of what the noise does not leave.
   */
  leftForLayer: 5e-4,
  errorsByLayer: 0.95,
  leftByLayer: 0.7,
  /**
   * Where the match of the fitted pairs leaves more than the first share of their
   * change, a layer is also looked for without knowing the motion: opaque cells, and
   * fine detail of the mean image that is stronger than the second share of the range
   * (100 pairs of 20 x 20 cells: unrelated strokes 0.036 and scenes 0.002, strokes with
   * a pattern of 0.12 and 0.15 of their range 0.07 and 0.08).
   */
  leftForRoughLayer: 0.05,
  roughLayer: 0.05,
  /** Below this share explained, a small change is said to be none. */
  halfExplained: 0.5,
  /**
   * A second generator counts if it explains this much more, as a share of what
   * one leaves and of all change, this much in all, and differs by this angle, in
   * degrees.
   */
  moreOfTheRest: 0.15,
  more: 0.05,
  byTwo: 0.5,
  leastAngle: 20,
  /**
   * The registration begins again from a second generator that explains so much more
   * of the fitted pairs' change than the first one, alone.
   */
  moreBySecond: 0.1,
  /** Several generators are looked for where one explains less than this. */
  byOne: 0.9,
  /**
   * The last generator is the one with which they leave at most the first share of
   * what a field per pair explains, and at most the second share of what is left
   * without it, and which explains at least the third share. Of digits, strokes and
   * scenes that 1 to 6 generators move, all leave 0 to 0.013, the last one leaves 0 to
   * 0.08 of what the others leave, and explains 0.006 to 1. One more leaves 0.28 and
   * more of that, or explains less than 0.001. Of unrelated strokes, which many fields
   * match, 6 leave 0.05 to 0.08, and each leaves half of what the others leave.
   */
  leftByAll: 0.02,
  leftByLast: 0.15,
  byLast: 0.003,
  /**
   * Several generators are mixed, and each pair is moved by one of them, where the best
   * one per pair leaves at most this share of what all of them explain: of pairs of
   * digits that each turn or grow 0.0000, of pairs that do both, and of all other
   * combinations of 2 to 6 generators, 0.10 to 0.29.
   */
  leftByMixture: 0.03,
  /**
   * A space of generators has the name of a known one whose largest principal angle to
   * it is at most so many degrees.
   */
  namedSpace: 8,
  /** The closure defect up to which a space is said to be closed under brackets. */
  closed: 0.02,
  /** A mixture of more generators is not said to be found. */
  mostMixed: 3,
  /** The least standard deviation of t over its largest magnitude. */
  leastSpread: 0.02,
  /** The share of noise in the whole change from which on the reason says so. */
  someNoise: 0.02,
  /** The largest half-width of a coefficient's interval where it is found. */
  mostUncertain: 0.1,
  /** t is said to be ambiguous where it is for this share of the pairs. */
  ambiguous: 0.1,
  /**
   * Short fits from different starts agree with the answer if they end this near to
   * it, in degrees: of clean pairs they end at 0.1 to 0.6, with noise of 0.3 of the
   * range at 2 to 12, and in other basins at 20 and more.
   */
  agreeing: 10,
} as const;
