import { assert, assertEquals, assertMatch } from "@std/assert";
import { labelledDigits, testedDigits } from "../constraint/mnist_labels.ts";
import { needs, projectFiles } from "../needs.ts";

/**
 * Transformation, number of digits, largest parameter of the pairs, bounds of the
 * parameter up to which the verdict allows use, and the reason; parameters are in the
 * transformation's own unit.
 */
const cases = [
  // 6 and 9 alone are lost: 3 % of all labels at most, which the accuracy does not show.
  ["rotation", 1000, 3.2, 0.7, 1.6, /labels 6 and 9 are taken for each other/],
  ["translationX", 1000, 1.2, 0.6, 1.05, /are taken for each other/],
  ["shear", 1000, 0.4, 0.4, 0.4, /keeps the label: moved by up to/],
] as const;

/** t of the unit generator per unit of the transformation. */
const SCALES = {
  rotation: Math.SQRT2,
  translationX: 1,
  shear: 1,
} as const;

for (const [name, count, most, least, largest, reason] of cases) {
  Deno.test({
    ...needs(projectFiles),
    name:
      `labels of ${count} digits allow ${name} of up to ${most} as far as expected`,
    async fn() {
      const digits = await labelledDigits(count, 1);
      const { verdict } = testedDigits(name, most, digits);
      assert("upTo" in verdict, verdict.reason);
      const upTo = verdict.upTo / SCALES[name];
      assert(
        upTo > least - 1e-6 && upTo < largest + 1e-6,
        `${upTo}: ${verdict.reason}`,
      );
      assertEquals(verdict.kind, least === most ? "use" : "use-up-to");
      assertMatch(verdict.reason, reason);
    },
  });
}
