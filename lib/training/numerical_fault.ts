/**
 * Numbers that no training can go on from: a loss that is not finite, a value
 * that has become so, an action of a norm that none has in earnest.
 */
export class NumericalFault extends Error {
  /** The error's name. */
  override readonly name = "NumericalFault";
}

/**
 * A training that met such numbers again after every try with a smaller step.
 * The trainer is then in the last state that was good.
 */
export class TrainingFailed extends Error {
  /** The error's name. */
  override readonly name = "TrainingFailed";
}
