import type { Surroundings } from "#lib/datasets/types.ts";
import type { ActionPlan } from "#lib/lie/action_plan.ts";
import type { LineSeries } from "#lib/lie/line_series.ts";
import type { ModelSpec, ParameterGroup } from "#lib/model/symmetry_model.ts";
import type { TrainingSettings } from "#lib/training/settings.ts";
import type { Monomial } from "./monomials.ts";

/** One trained array; its values follow those of the array before. */
export interface StateParameter {
  readonly name: string;
  readonly group: ParameterGroup;
  readonly shape: readonly number[];
}

/** What one batch needs besides its pairs. */
export interface StateBatch {
  readonly batch: number;
  /** Pair numbers in the order in which the trainer takes them. */
  readonly order: readonly number[];
  readonly latentPlan: ActionPlan;
  /** By Taylor's series on dense matrices, as PyTorch does it. */
  readonly pixelPlan: ActionPlan;
  /** On line matrices, as this project does it; null where it does not. */
  readonly pixelSeries: LineSeries | null;
}

/**
 * A training state in a folder, for all peers to time the same step from.
 *
 * Beside `manifest.json`, float32 files: `parameters`, one after another;
 * `pairs-N` for every batch size N, all x0 and then all xt, and `taught-N`, the t
 * that teach where these do; `coarsening`
 * `[pixels, frame^2]`; `pixel_stack` and `latent_stack`, a generator a row.
 */
export interface StepState extends StateModel, StateGrid {
  readonly experiment: string;
  /** Steps of the first stage that were done. */
  readonly step: number;
  readonly settings: TrainingSettings;
  /** Where matched t teach: the flow's period, 0 where there is none. */
  readonly period?: number;
  readonly batches: readonly StateBatch[];
}

/** What the model is. */
export interface StateModel {
  /** All but the basis, which holds functions. */
  readonly spec: Omit<ModelSpec, "basis">;
  readonly basis: readonly Monomial[];
  readonly parameters: readonly StateParameter[];
  /** Of the activation, below 0. */
  readonly slope: number;
  /** What a normalised layer adds to the variance. */
  readonly epsilon: number;
  /** Cells of a latent patch. */
  readonly latentCells: number;
}

/** What the images are, and the grid on which they are matched. */
export interface StateGrid {
  /** Rows and columns of an image. */
  readonly side: number;
  readonly channels: number;
  readonly surroundings: Surroundings;
  /** Side of the coarse frame. */
  readonly frame: number;
  /** Cells of the padded coarse grid. */
  readonly cells: number;
  /** For each of them: the cell of the frame that it shows, and a factor. */
  readonly margins: {
    readonly source: readonly number[];
    readonly factor: readonly number[];
  };
}

export async function writeFloats(
  folder: string,
  name: string,
  ...parts: readonly Float32Array[]
): Promise<void> {
  const blob = new Blob(parts.map((part) => part.slice()));
  await Deno.writeFile(`${folder}/${name}.f32`, blob.stream());
}

export async function readFloats(
  folder: string,
  name: string,
): Promise<Float32Array> {
  const bytes = await Deno.readFile(`${folder}/${name}.f32`);
  return new Float32Array(bytes.buffer);
}

/** The parts of an array that holds the values of several ones, one after another. */
export function arraysOf(
  shapes: readonly (readonly number[])[],
  floats: Float32Array,
): Float32Array[] {
  let end = 0;
  return shapes.map((shape) => {
    const start = end;
    end += shape.reduce((size, side) => size * side, 1);
    return floats.subarray(start, end);
  });
}

export async function readState(folder: string): Promise<StepState> {
  return JSON.parse(await Deno.readTextFile(`${folder}/manifest.json`));
}
