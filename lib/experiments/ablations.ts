import type { GeneratorForm } from "../lie/line_generator.ts";
import { fineGrid, type PixelGrid } from "../model/pixel_flow.ts";
import {
  gradientSettings,
  stableSettings,
  type StageSteps,
  type TrainingSettings,
} from "../training/settings.ts";

/** A preset that lacks one ingredient of another preset, or has one more. */
export interface Ablation {
  /** The difference from that preset, for a table. */
  readonly title: string;
  /** The preset that it is compared with. */
  readonly of: "stable" | "without-registration";
  readonly settings: (stages: StageSteps) => TrainingSettings;
}

/** The name of a preset that lacks one ingredient of `stable`. */
export type AblationName =
  | "without-registration"
  | "without-teaching"
  | "stable-order-1"
  | "stable-order-3"
  | "without-curriculum"
  | "without-coarse-grid"
  | "without-fine-stage"
  | "without-taper"
  | "without-split-form"
  | "with-nearest-pairs"
  | "with-all-terms";

/** Limits Taylor's series to this order wherever `stable` uses a longer one. */
const ofOrder = (order: number) => (settings: TrainingSettings) => ({
  ...settings,
  matching: { ...settings.matching, order },
  curriculum: { ...settings.curriculum, order },
});

/** Changes the form of every grid's generator. */
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

/**
 * Changes `without-registration`, where the gradient of L_alpha changes alpha until the
 * end.
 */
const withoutRegistration = (
  title: string,
  change: (settings: TrainingSettings) => TrainingSettings,
): Ablation => ({
  title,
  of: "without-registration",
  settings: (stages) => change(gradientSettings(stages)),
});

/** All ablations, one ingredient removed or added each; every entry is a preset. */
export const ablations: Readonly<Record<AblationName, Ablation>> = {
  "without-registration": {
    title: "no registration: alpha and t learned by gradient to the end",
    of: "stable",
    settings: gradientSettings,
  },
  "without-teaching": {
    title: "no teaching: alpha registered, t learned from the generator match",
    of: "stable",
    settings: (stages) => ({
      ...gradientSettings(stages),
      registration: { ...stableSettings(stages).registration!, taught: 0 },
    }),
  },
  "stable-order-1": withoutRegistration(
    "Taylor order 1 in place of the exact action",
    ofOrder(1),
  ),
  "stable-order-3": withoutRegistration(
    "Taylor order 3 in place of the exact action",
    ofOrder(3),
  ),
  "without-curriculum": withoutRegistration(
    "no curriculum: the whole loss from the first step on",
    (settings) => ({
      ...settings,
      curriculum: { ...settings.curriculum, basinSteps: 0 },
    }),
  ),
  "without-coarse-grid": withoutRegistration(
    "no coarse grid: matched on the images as they are",
    ({ matching: { fine: _, ...matching }, ...settings }) => ({
      ...settings,
      matching: { ...matching, grid: fineGrid },
    }),
  ),
  "without-fine-stage": withoutRegistration(
    "no fine stage: matched on the coarse grid to the end",
    ({ matching: { fine: _, ...matching }, ...settings }) => ({
      ...settings,
      matching,
    }),
  ),
  "without-taper": withoutRegistration(
    "no taper: the field ends at the frame",
    inForm({ kind: "tapered", margin: 0 }),
  ),
  "without-split-form": withoutRegistration(
    "no split form: the field times the derivative",
    inForm({ kind: "advective", margin: 3 }),
  ),
  "with-nearest-pairs": withoutRegistration(
    "the basin from the half of the pairs that changed least",
    (settings) => ({
      ...settings,
      curriculum: { ...settings.curriculum, nearestShare: 0.5 },
    }),
  ),
  "with-all-terms": withoutRegistration(
    "all terms of the loss move t and alpha",
    (settings) => ({
      ...settings,
      latentTermsMove: { t: true, alpha: true },
    }),
  ),
};

export const ablationNames = Object.keys(ablations) as AblationName[];

/** Whether a preset is an ablation of another one. */
export function isAblation(preset: string): preset is AblationName {
  return Object.hasOwn(ablations, preset);
}
