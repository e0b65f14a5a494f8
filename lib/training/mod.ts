/**
 * Training of the paper's networks: the model, its settings, and a training loop that
 * can be stopped, and that goes back to a good state if numbers are no longer finite.
 *
 * @module
 */
export type { Moments } from "./adam.ts";
export type { GoodState } from "./good_state.ts";
export type { HeldOutLoss } from "./held_out.ts";
export { NumericalFault, TrainingFailed } from "./numerical_fault.ts";
export type { Stage } from "./schedule.ts";
export {
  type Curriculum,
  type Decay,
  type FineMatching,
  gradientSettings,
  type HeldOut,
  type LossWeights,
  type Matching,
  type Muon,
  paperSettings,
  type Registration,
  stableSettings,
  type StageSteps,
  type TrainingSettings,
} from "./settings.ts";
export type { LossTerms } from "./step_losses.ts";
export { train, training, type TrainOptions } from "./train.ts";
export {
  createTrainer,
  type HistoryRow,
  type RegisteredArrays,
  type StepReport,
  type Taught,
  type Trainable,
  type Trainer,
  type TrainingState,
} from "./trainer.ts";
export type { Activation, DenseLayer } from "../model/dense_layer.ts";
export {
  exponentialAction,
  type WantedGradients,
} from "../model/exponential_action.ts";
export type { LatentFlow } from "../model/latent_flow.ts";
export type { LayerNorm } from "../model/layer_norm.ts";
export type { LayerStyle, Mlp } from "../model/mlp.ts";
export {
  createPixelFlow,
  type Margins,
  type PixelFlow,
  type PixelGrid,
} from "../model/pixel_flow.ts";
export {
  createModel,
  disposeModel,
  type ModelSpec,
  type Parameter,
  type ParameterGroup,
  type SymmetryModel,
} from "../model/symmetry_model.ts";
export {
  type BackendChoice,
  backendChoices,
  type Runtime,
  type RuntimeOptions,
  startRuntime,
} from "../runtime/runtime.ts";
export type {
  LayersModel,
  Scalar,
  ScalarVariable,
  Tensor,
  Tensor1D,
  Variable,
  Variable1D,
  Variable2D,
} from "../runtime/tfjs_types.ts";
