import { assertEquals } from "@std/assert";
import { gradientSettings } from "#lib/training/settings.ts";

Deno.test("without-registration has the settings of stable before registration was added", () => {
  // Every number of `stable` at the last commit without registration. A run of 16 steps
  // with these settings gave the same numbers to the bit before and after.
  assertEquals<unknown>(
    gradientSettings({ basinSteps: 300, jointSteps: 700 }),
    {
      steps: 1000,
      batchSize: 512,
      matching: {
        grid: { resolution: "half", form: { kind: "tapered", margin: 3 } },
        order: "exact",
        pairs: 64,
        fine: {
          grid: { resolution: "full", form: { kind: "tapered", margin: 3 } },
          pairs: 32,
          share: 0.3,
        },
      },
      weights: { latent: 0.1, reconstruction: 1, matching: 10, sparsity: 0.03 },
      curriculum: { basinSteps: 300, order: 3, nearestShare: 1 },
      learningRate: { autoencoder: 1e-3, tNetwork: 1e-3, alpha: 1e-2 },
      decay: { kind: "cosine", share: 0.4 },
      latentTermsMove: { t: false, alpha: false },
    },
  );
});
