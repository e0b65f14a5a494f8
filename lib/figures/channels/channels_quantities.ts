import type { ChannelsData, ChannelsRun } from "./channels_data.ts";
import type { ChannelsPanel } from "./channels_plot.ts";
import { ESTIMATES } from "../histogram/histogram_marks.ts";
import { textWidth } from "../legend.ts";
import { light } from "../palette.ts";

/** Largest width of a unit next to ", log scale", pixels. */
const LONGEST_UNIT = 190;

/** Makes the panel of the errors of the output and of baselines without a model. */
export function errorPanel(
  { unitNote = "squared intensity, 0 to 1", meanImage, identity, paper }:
    ChannelsData,
): ChannelsPanel {
  const fits = textWidth(unitNote) <= LONGEST_UNIT;
  return {
    title: "Mean squared error per pixel",
    unit: fits ? unitNote : "squared intensity",
    logAbove: 3,
    lines: [
      {
        label: "transformed output",
        color: light.green,
        className: "transformed",
        value: (run) => run.transformed,
      },
      {
        label: "autoencoder",
        color: light.purple,
        className: "autoencoder",
        value: (run) => run.autoencoder,
      },
    ],
    references: [
      { label: "mean image", value: meanImage },
      { label: "x0 as it is", value: identity },
      { label: `paper: about ${paper.value}`, value: paper.value },
    ],
  };
}

/** The panel of the angle to the true generator. */
export const anglePanel: ChannelsPanel = {
  title: "Angle to the true generator",
  unit: "degrees",
  logAbove: 10,
  lines: [{
    color: light.ink,
    className: "angle",
    value: (run) => run.angleDegrees,
  }],
};

/** The panel of the distances of the distributions of t from the true one. */
export const parameterPanel: ChannelsPanel = {
  title: "Distribution of t",
  unit: "W1 / std of the true t",
  logAbove: 10,
  lines: [
    {
      ...ESTIMATES.network,
      label: "t-network",
      value: (run) => run.networkWasserstein,
    },
    {
      ...ESTIMATES.refined,
      label: "refined t",
      value: (run) => run.refinedWasserstein,
    },
  ],
};

/**
 * Makes the panels of the time and, if it was measured, the memory per training step.
 */
export function costPanels(runs: readonly ChannelsRun[]): ChannelsPanel[] {
  const panel = (title: string, unit: "milliseconds" | "megabytes") => ({
    title,
    unit,
    logAbove: 10,
    lines: [{
      color: light.ink,
      className: unit,
      value: (run: ChannelsRun) => run[unit],
    }],
  });
  return [
    panel("Time per training step", "milliseconds"),
    ...(memoryIsKnown(runs)
      ? [panel("Memory per training step", "megabytes")]
      : []),
  ];
}

/** Whether any run's memory was measured. */
export function memoryIsKnown(runs: readonly ChannelsRun[]): boolean {
  return runs.some(({ megabytes }) => megabytes !== null);
}
