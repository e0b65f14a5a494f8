import * as tf from "@tensorflow/tfjs";

/**
 * Resets tfjs to its state between two computations. A notebook's Stop terminates the
 * running JavaScript without its `finally` blocks: scopes stay open, a tape continues to
 * record, and the next gradient fails.
 *
 * It may only be called while no computation runs.
 */
export function settleTfjs(): void {
  const engine = tf.engine();
  const { state } = engine;
  state.kernelDepth = 0;
  state.gradientDepth = 0;
  // The tape keeps these tensors for a backward pass that will not happen.
  for (const { saved = [] } of state.activeTape ?? []) tf.dispose([...saved]);
  state.activeTape = [];
  state.numDataMovesStack = [];
  while (state.scopeStack.length > 0) {
    state.activeScope = state.scopeStack[state.scopeStack.length - 1];
    engine.endScope();
  }
}
