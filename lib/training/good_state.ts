import * as tf from "@tensorflow/tfjs";
import { NumericalFault, TrainingFailed } from "./numerical_fault.ts";
import type { TrainingState } from "./trainer.ts";

/** A state whose every number is finite: what a training can go back to. */
export interface GoodState {
  /** Steps done. */
  readonly step: number;
  /** Of every variable of `variablesOf`, in its order. */
  readonly values: readonly Float32Array[];
}

/**
 * Steps between two good states. They are counted in steps, not in seconds: a
 * training that was interrupted must go back to where an undisturbed one does.
 */
const KEPT_EVERY = 10;

/** How often a training goes back before it is given up. */
export const MOST_SETBACKS = 3;

/** What becomes of Adam's step at every setback. */
const SHRINK = 0.5;

/** Everything that changes during a training by name, in a fixed order. */
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

/** Puts values into the variables of a state, in the order of `variablesOf`. */
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

/** Whether a state is to be kept, if it is good: the first, the last, every tenth. */
export function isDue({ step, good }: TrainingState, steps: number): boolean {
  if (good === undefined || step === steps) return true;
  return step % KEPT_EVERY === 0;
}

/** All values of a state, copied. */
export function valuesNow(state: TrainingState): Float32Array[] {
  return trainingVariables(state).map(([, variable]) =>
    variable.dataSync<"float32">()
  );
}

/** The same where values can only be waited for. */
export function valuesLater(state: TrainingState): Promise<Float32Array[]> {
  return Promise.all(
    trainingVariables(state).map(([, variable]) => variable.data<"float32">()),
  );
}

/**
 * Keeps the present state as the one to go back to.
 *
 * @param values Of this state.
 * @throws NumericalFault where a number is not finite; the earlier one is kept.
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
 * Puts a training back into its last good state, with a smaller step from there.
 *
 * @param onNote Told the first time.
 * @throws TrainingFailed where that was tried often enough.
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
  if (state.setbacks === MOST_SETBACKS) {
    throw new TrainingFailed(
      `training failed after step ${step}: ${fault.message}, after ${MOST_SETBACKS} tries with smaller and smaller steps too; the last good state is that of step ${good.step}`,
    );
  }
  if (state.setbacks === 0) {
    onNote?.(
      `step ${step}: ${fault.message}; going back to step ${good.step}, on with smaller steps`,
    );
  }
  state.setbacks++;
}

/** The share of its learning rates that a training is left with. */
export function stepShare({ setbacks }: TrainingState): number {
  return SHRINK ** setbacks;
}

function allFinite(values: Float32Array): boolean {
  // 0 * x is 0 for every finite x, and NaN for all others: one sum, no branch.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += 0 * values[i];
  return sum === 0;
}
