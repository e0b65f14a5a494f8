import { assertThrows } from "@std/assert";
import { makeGroupPairs } from "#lib/datasets/pairs.ts";
import { trueSpace } from "#lib/evaluation/several_scores.ts";
import { transformationGroups } from "#lib/flow/transformation_groups.ts";
import { quadratic } from "#lib/lie/basis.ts";
import { movedAlong } from "#lib/matching/self_made_pairs.ts";
import { uniform } from "#lib/random/distributions.ts";
import { independent } from "#lib/random/joint_distributions.ts";
import { randomStream } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";

const group = transformationGroups.rigid;
const parts = [0.5, 0.2, 0.2].map((most) => uniform(-most, most));
const { pairs, truth } = makeGroupPairs(
  blobs(6, 16, randomStream(0, "blobs")),
  group,
  independent(parts),
  randomStream(0, "moved"),
);
const space = trueSpace(group, quadratic);

Deno.test("images moved along the true fields by the true parameters equal the pairs' xt", () => {
  const chosen = [4, 1, 3];
  const some = Float64Array.from(
    chosen.flatMap((i) => [...truth.parameters.subarray(3 * i, 3 * i + 3)]),
  );
  const moved = runAtOnce(movedAlong(pairs, quadratic, space, chosen, some));
  const size = 16 * 16;
  chosen.forEach((pair, i) =>
    allclose(
      moved.subarray(i * size, (i + 1) * size),
      pairs.xt.subarray(pair * size, (pair + 1) * size),
      { absolute: 2e-3 },
      `pair ${pair}`,
    )
  );
});

Deno.test("too few parameters are refused", () => {
  assertThrows(
    () => runAtOnce(movedAlong(pairs, quadratic, space, [0, 1], [1, 2, 3])),
    RangeError,
    "expected 3 parameters for each of 2 images, found 3",
  );
});
