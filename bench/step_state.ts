import type { Surroundings } from "#lib/datasets/types.ts";
import type { ActionPlan } from "#lib/lie/action_plan.ts";
import type { LineSeries } from "#lib/lie/line_series.ts";
import type { ModelSpec, ParameterGroup } from "#lib/model/symmetry_model.ts";
import type { TrainingSettings } from "#lib/training/settings.ts";
import type { Monomial } from "./monomials.ts";

/** One trained array. Its values follow those of the array before in the file. */
export interface StateParameter {
  readonly name: string;
  readonly group: ParameterGroup;
  readonly shape: readonly number[];
}

/** Data of one batch, apart from its pairs. */
export interface StateBatch {
  readonly batch: number;
  /** Indices of the pairs in the order of the trainer. */
  readonly order: readonly number[];
  readonly latentPlan: ActionPlan;
  /** Plan of Taylor's series on dense matrices, as PyTorch uses it. */
  readonly pixelPlan: ActionPlan;
  /** Series on line matrices, as this project uses it; null if it does not. */
  readonly pixelSeries: LineSeries | null;
}

/**
 * A training state in a folder, from which all peers time the same step.
 *
 * The folder contains `manifest.json` and float32 files: `parameters`, one after
 * another; `pairs-N` for every batch size N, all x0 and then all xt, and `taught-N`,
 * their t, if the t-network learns matched t; `coarsening` `[pixels, frame^2]`;
 * `pixel_stack` and `latent_stack`, one generator per row.
 */
export interface StepState extends StateModel, StateGrid {
  readonly experiment: string;
  /** Number of steps done in the first stage. */
  readonly step: number;
  readonly settings: TrainingSettings;
  /** If the t-network learns matched t: the flow's period, 0 if it has none. */
  readonly period?: number;
  readonly batches: readonly StateBatch[];
}

/** Description of the model. */
export interface StateModel {
  /** The model's sizes without the basis, which holds functions. */
  readonly spec: Omit<ModelSpec, "basis">;
  readonly basis: readonly Monomial[];
  readonly parameters: readonly StateParameter[];
  /** Slope of the activation below 0. */
  readonly slope: number;
  /** Number that a normalised layer adds to the variance. */
  readonly epsilon: number;
  /** Number of cells of a latent patch. */
  readonly latentCells: number;
}

/** Description of the images and of the grid on which they are matched. */
export interface StateGrid {
  /** Pixels per side of an image. */
  readonly side: number;
  readonly channels: number;
  readonly surroundings: Surroundings;
  /** Cells per side of the coarse frame. */
  readonly frame: number;
  /** Number of cells of the padded coarse grid. */
  readonly cells: number;
  /** For each of these cells, the frame's cell whose value it has, and a factor. */
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

/** Splits an array into consecutive arrays of the given shapes. */
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
