import type { SeedStripsData } from "#lib/figures/study/seed_strips.ts";
import type { SensitivityData } from "#lib/figures/study/sensitivity.ts";

/** Strips with a range of the seeds, with one seed, and without a value. */
export const seedStripsExample: SeedStripsData = {
  name: "angles",
  caption: "Angle to the true generator.",
  axis: "angle (degrees)",
  groups: [{
    label: "mnist-shear",
    strips: [
      {
        label: "stable",
        values: [0.2, 0.3, 0.25, 0.4],
        mean: 0.2875,
        interval: { kind: "range", low: 0.22, high: 0.36 },
        note: "4 seeds",
      },
      {
        label: "paper",
        values: [12],
        mean: 12,
        interval: null,
        note: "1 seed",
      },
      {
        label: "nothing",
        values: [],
        mean: null,
        interval: null,
        note: "0 seeds, 3 failed",
      },
    ],
  }],
};

/** A score that falls as a power of the pairs. */
export const sensitivityExample: SensitivityData = {
  name: "sensitivity-pairs",
  caption: "Angle by the number of pairs.",
  x: { label: "pairs", scale: "log" },
  yLabel: "angle (degrees)",
  lines: [{
    label: "mnist-shear",
    points: [100, 1000, 10_000].map((at) => {
      const mean = 10 * at ** -0.5;
      return {
        at: String(at),
        values: [0.9 * mean, 1.1 * mean],
        mean,
        interval: { kind: "range" as const, low: 0.9 * mean, high: 1.1 * mean },
      };
    }),
    law: { factor: 10, exponent: -0.5 },
  }],
};
