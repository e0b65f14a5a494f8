/**
 * A step from which a training cannot continue: the loss or a value is not finite, or
 * the norm of an action is far above those of any experiment.
 */
export class NumericalFault extends Error {
  /** The error's name. */
  override readonly name = "NumericalFault";
}

/**
 * A training that has met numerical faults after every try with smaller learning rates.
 * The trainer is then in the last good state.
 */
export class TrainingFailed extends Error {
  /** The error's name. */
  override readonly name = "TrainingFailed";
}
