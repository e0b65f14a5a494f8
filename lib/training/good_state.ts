import * as tf from "@tensorflow/tfjs";
import { NumericalFault, TrainingFailed } from "./numerical_fault.ts";
import type { TrainingState } from "./trainer.ts";

/** A state of finite numbers, which a training can go back to. */
export interface GoodState {
  /** Number of steps done. */
  readonly step: number;
  /** Values of the variables, in the order of `trainingVariables`. */
  readonly values: readonly Float32Array[];
}

/**
 * Number of steps between two good states. A resumed training must go back to the same
 * step as one that was never interrupted, so steps are counted and not seconds.
 */
const KEPT_EVERY = 10;

/** Number of times that a training goes back to a good state before it is given up. */
const MOST_SETBACKS = 3;

/** Factor of the learning rates at every setback. */
const SHRINK = 0.5;

/** Lists the variables that change during a training, by name, in a fixed order. */
export function trainingVariables(
  { parameters, moments, taught }: TrainingState,
): [name: string, variable: tf.Variable][] {
  return [
    ...parameters.flatMap((
      { name, variable },
      i,
    ): [string, tf.Variable][] => [
      [`value/${name}`, variable],
      [`first-moment/${name}`, moments[i].first],
      [`second-moment/${name}`, moments[i].second],
    ]),
    ...Object.entries(taught ?? {}).map((
      [name, variable],
    ): [string, tf.Variable] => [`taught/${name}`, variable]),
  ];
}

/** Assigns values to the variables of a state, in the order of `trainingVariables`. */
export function assignValues(
  state: TrainingState,
  values: readonly Float32Array[],
): void {
  tf.tidy(() =>
    trainingVariables(state).forEach(([, variable], i) =>
      variable.assign(tf.tensor(values[i], variable.shape))
    )
  );
}

/**
 * Whether to keep the present state, if it is good: the first, the last and every
 * tenth.
 */
export function isDue({ step, good }: TrainingState, steps: number): boolean {
  if (good === undefined || step === steps) return true;
  return step % KEPT_EVERY === 0;
}

/** Reads copies of all values of a state. */
export function valuesNow(state: TrainingState): Float32Array[] {
  return trainingVariables(state).map(([, variable]) =>
    variable.dataSync<"float32">()
  );
}

/** Reads copies of all values of a state, asynchronously. */
export function valuesLater(state: TrainingState): Promise<Float32Array[]> {
  return Promise.all(
    trainingVariables(state).map(([, variable]) => variable.data<"float32">()),
  );
}

/**
 * Keeps the present state as the one to go back to.
 *
 * @param values Values of this state, in the order of `trainingVariables`.
 * @throws NumericalFault if a number is not finite; the earlier good state is kept
 * then.
 */
export function keepGood(
  state: TrainingState,
  values: readonly Float32Array[],
): void {
  const bad = values.findIndex((array) => !allFinite(array));
  if (bad >= 0) {
    const [name] = trainingVariables(state)[bad];
    throw new NumericalFault(`${name} is not finite`);
  }
  state.good = { step: state.step, values };
}

/**
 * Puts a training back into its last good state. Its learning rates are smaller from
 * there.
 *
 * @param onNote Is called the first time.
 * @throws TrainingFailed if this was done `MOST_SETBACKS` times already.
 */
export function goBack(
  state: TrainingState,
  fault: NumericalFault,
  onNote?: (line: string) => void,
): void {
  const { good, step } = state;
  if (good === undefined) throw fault;
  assignValues(state, good.values);
  state.step = good.step;
  state.history.length = good.step;
  state.heldOut = state.heldOut.filter(({ step }) => step <= good.step);
  if (state.setbacks === MOST_SETBACKS) {
    throw new TrainingFailed(
      `training failed after step ${step}: ${fault.message}, also after its learning rates were halved ${MOST_SETBACKS} times; the last good state is that of step ${good.step}`,
    );
  }
  if (state.setbacks === 0) {
    onNote?.(
      `step ${step}: ${fault.message}; going back to step ${good.step}, with halved learning rates`,
    );
  }
  state.setbacks++;
}

/** Returns the factor of all learning rates after the setbacks so far. */
export function learningRateFactor({ setbacks }: TrainingState): number {
  return SHRINK ** setbacks;
}

function allFinite(values: Float32Array): boolean {
  // 0 * x is 0 for every finite x and NaN for all others, so one sum without branches
  // suffices.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += 0 * values[i];
  return sum === 0;
}
