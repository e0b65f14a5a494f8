import { assertEquals } from "@std/assert";
import { detect } from "#lib/detection/detect.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import { drawnT, movedPairs } from "../detection/moved_blobs.ts";
import { startTestRuntime } from "../start_runtime.ts";

Deno.test("two detections at a time find what each finds alone", async () => {
  await startTestRuntime();
  const options = { basis: affine, seeds: 1, paperSteps: 3 };
  const said = ({ coefficients, evidence, held }: Detection) => ({
    coefficients,
    evidence,
    held,
  });
  const t = drawnT(60, -0.6, 0.6);
  const both = [
    movedPairs(transformations.rotation.flow, t, { size: 8, noise: 0.02 }),
    movedPairs(transformations.scaling.flow, t, { size: 8, noise: 0.02 }),
  ];
  const alone = [];
  for (const pairs of both) alone.push(said(await detect(pairs, options)));
  const together = await Promise.all(
    both.map((pairs) => detect(pairs, options)),
  );
  assertEquals(together.map(said), alone);
});
