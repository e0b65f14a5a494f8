import type { GeneratorForm } from "../lie/line_generator.ts";
import { fineGrid, type PixelGrid } from "../model/pixel_flow.ts";
import type { TrainingSettings } from "../training/settings.ts";

/** `stable` with one ingredient less, or more. */
export interface Ablation {
  /** What is done otherwise, for a table. */
  readonly title: string;
  readonly change: (stable: TrainingSettings) => TrainingSettings;
}

export type AblationName =
  | "stable-order-1"
  | "stable-order-3"
  | "without-curriculum"
  | "without-coarse-grid"
  | "without-fine-stage"
  | "without-taper"
  | "without-split-form"
  | "with-nearest-pairs"
  | "with-all-terms";

/** Taylor's series of this order wherever `stable` takes a longer one. */
const ofOrder = (order: number) => (settings: TrainingSettings) => ({
  ...settings,
  matching: { ...settings.matching, order },
  curriculum: { ...settings.curriculum, order },
});

/** Every grid's generator in another form. */
const inForm =
  (form: GeneratorForm) =>
  ({ matching, ...settings }: TrainingSettings): TrainingSettings => {
    const on = (grid: PixelGrid) => ({ ...grid, form });
    const { grid, fine } = matching;
    return {
      ...settings,
      matching: {
        ...matching,
        grid: on(grid),
        ...fine === undefined ? {} : { fine: { ...fine, grid: on(fine.grid) } },
      },
    };
  };

/** The ingredients of `stable`, one removed at a time; an entry is a preset. */
export const ablations: Readonly<Record<AblationName, Ablation>> = {
  "stable-order-1": {
    title: "Taylor order 1 in place of the exact action",
    change: ofOrder(1),
  },
  "stable-order-3": {
    title: "Taylor order 3 in place of the exact action",
    change: ofOrder(3),
  },
  "without-curriculum": {
    title: "no curriculum: the whole loss from the first step on",
    change: (settings) => ({
      ...settings,
      curriculum: { ...settings.curriculum, basinSteps: 0 },
    }),
  },
  "without-coarse-grid": {
    title: "no coarse grid: matched on the images as they are",
    change: ({ matching: { fine: _, ...matching }, ...settings }) => ({
      ...settings,
      matching: { ...matching, grid: fineGrid },
    }),
  },
  "without-fine-stage": {
    title: "no fine stage: matched on the coarse grid to the end",
    change: ({ matching: { fine: _, ...matching }, ...settings }) => ({
      ...settings,
      matching,
    }),
  },
  "without-taper": {
    title: "no taper: the field ends at the frame",
    change: inForm({ kind: "tapered", margin: 0 }),
  },
  "without-split-form": {
    title: "no split form: the field times the derivative",
    change: inForm({ kind: "advective", margin: 3 }),
  },
  "with-nearest-pairs": {
    title: "the basin from the half of the pairs that changed least",
    change: (settings) => ({
      ...settings,
      curriculum: { ...settings.curriculum, nearestShare: 0.5 },
    }),
  },
  "with-all-terms": {
    title: "all terms of the loss move t and alpha",
    change: (settings) => ({
      ...settings,
      latentTermsMove: { t: true, alpha: true },
    }),
  },
};

export const ablationNames = Object.keys(ablations) as AblationName[];

/** Whether a preset is `stable` with one ingredient less, or more. */
export function isAblation(preset: string): preset is AblationName {
  return Object.hasOwn(ablations, preset);
}
