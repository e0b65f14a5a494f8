/**
 * The bounds that decide the verdict, the findings and the starts. Unless noted
 * otherwise, they are shares of the change between the images of held-out pairs without
 * noise, from 0 to 1.
 *
 * They were chosen on sets of digits, strokes and scenes with a known truth
 * (`tests/slow/detect_test.ts` has one of each kind): a flow explains up to 0.4 of the
 * change of unrelated images, and more than 0.6 of related ones.
 * `bench/detect_verdicts.py` counts the verdicts on other sets.
 */
export const BOUNDS = {
  /** The least change, as a share of the images' variation, that is not negligible. */
  leastChange: 0.03,
  /** The least share that a flow explains for pairs to be related by it. */
  leastExplained: 0.2,
  /** The least share that a flow explains to be found. */
  wellExplained: 0.6,
  /**
   * An answer that explains this share needs no agreeing start, and no second generator.
   */
  nearlyAll: 0.95,
  /**
   * Pairs are related if the flow explains at least the first multiple of the share that
   * it explains of the change between images of different pairs, or if it leaves at most
   * the second multiple of the share that it leaves there.
   */
  overStrangers: 2,
  leftOfStrangers: 1 / 3,
  /**
   * If more of the change between images of different pairs is explained, the images
   * look alike.
   */
  alikeStrangers: 0.7,
  /**
   * The least share that a gain and an offset per pair explain to be the cause of the
   * change.
   */
  byBrightness: 0.5,
  /**
   * A gain and an offset per pair are fitted if the match of the fitted pairs leaves
   * more than the first share of their change. They are kept if they leave at most the
   * second share of the errors. They leave 0.98 of noise alone, and 0.01 to 0.1 of pairs
   * under different light.
   */
  leftForBrightness: 0.01,
  leftByBrightness: 0.7,
  /**
   * A static layer is fitted if the match of held-out pairs leaves more than the first
   * share of their change, noise included. It is removed if the match then leaves at
   * most the second share of that, and at most the third share of the part that is not
   * noise.
   */
  leftForLayer: 5e-4,
  errorsByLayer: 0.95,
  leftByLayer: 0.7,
  /**
   * If the match of the fitted pairs leaves more than the first share of their change, a
   * layer is also estimated without knowing the motion: opaque cells, and fine detail of
   * the mean image that is stronger than the second share of the range. Measured on 100
   * pairs of 20 x 20 cells: 0.036 for unrelated strokes, 0.002 for unrelated scenes,
   * 0.07 and 0.08 for strokes with a pattern of 0.12 and 0.15 of their range.
   */
  leftForRoughLayer: 0.05,
  roughLayer: 0.05,
  /** A small change counts as none if a smaller share of it is explained. */
  halfExplained: 0.5,
  /**
   * Conditions for a second generator: the additional share that it explains, of what
   * one generator leaves and of all change; the share that both explain; and the angle
   * between them, in degrees.
   */
  moreOfTheRest: 0.15,
  more: 0.05,
  byTwo: 0.5,
  leastAngle: 20,
  /**
   * The registration starts again from a second generator if that alone explains this
   * much more of the fitted pairs' change than the first one.
   */
  moreBySecond: 0.1,
  /** Several generators are fitted if one explains less than this. */
  byOne: 0.9,
  /**
   * Conditions for the last generator: with it, all generators leave at most the first
   * share of what one field per pair explains, and at most the second share of what they
   * leave without it; and it explains at least the third share. Measured on digits,
   * strokes and scenes that 1 to 6 generators move: all leave 0 to 0.013; the last one
   * leaves 0 to 0.08 of what the others leave, and explains 0.006 to 1. One more leaves
   * 0.28 and more of that, or explains less than 0.001. For unrelated strokes, which
   * many fields match, 6 generators leave 0.05 to 0.08, and each leaves half of what the
   * others leave.
   */
  leftByAll: 0.02,
  leftByLast: 0.15,
  byLast: 0.003,
  /**
   * Each pair is moved by one of several generators (a mixture) if the best one per pair
   * leaves at most this share of what all of them explain. Measured: 0.0000 for digits
   * that are each rotated or scaled, up to 0.031 for strokes and scenes of 16 to 256
   * pixels that are each moved by one of five flows, 0.10 to 0.29 for digits with both
   * motions and all other combinations of 2 to 6 generators.
   */
  leftByMixture: 0.055,
  /**
   * The largest principal angle, in degrees, between a space of generators and a known
   * space whose name it is given.
   */
  namedSpace: 8,
  /** The largest closure defect of a space that counts as closed under brackets. */
  closed: 0.02,
  /** The largest number of generators of a mixture that can be found. */
  mostMixed: 3,
  /** The least standard deviation of t, divided by the largest |t|. */
  leastSpread: 0.02,
  /** The least share of noise in the whole change that the reason mentions. */
  someNoise: 0.02,
  /** The largest half-width of a coefficient's interval of a found generator. */
  mostUncertain: 0.1,
  /** The least share of pairs with an ambiguous t that is reported. */
  ambiguous: 0.1,
  /**
   * The largest angle, in degrees, between the answer and a short fit from another start
   * that agrees with it. Measured: 0.1 to 0.6 for clean pairs, 2 to 12 with noise of 0.3
   * of the range, 20 and more in other basins.
   */
  agreeing: 10,
} as const;
