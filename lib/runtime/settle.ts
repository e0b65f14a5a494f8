import * as tf from "@tensorflow/tfjs";

/**
 * Brings tfjs back to where it is between two computations. A notebook's Stop
 * terminates the JavaScript that runs, and no `finally` of it is reached:
 * scopes stay open, a tape goes on recording, and the next gradient fails.
 *
 * To be called where no computation is under way.
 */
export function settleTfjs(): void {
  const engine = tf.engine();
  const { state } = engine;
  state.kernelDepth = 0;
  state.gradientDepth = 0;
  // What the tape holds for a backward pass that will not come.
  for (const { saved = [] } of state.activeTape ?? []) tf.dispose([...saved]);
  state.activeTape = [];
  state.numDataMovesStack = [];
  while (state.scopeStack.length > 0) {
    state.activeScope = state.scopeStack[state.scopeStack.length - 1];
    engine.endScope();
  }
}
