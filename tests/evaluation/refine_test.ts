import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import { type MatchFlows, refineT } from "#lib/evaluation/refine.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { norm, projectField, quadratic, unit } from "#lib/lie/basis.ts";
import { type PairTensors, pairTensors } from "#lib/model/pair_tensors.ts";
import { movePixels } from "#lib/model/move_pixels.ts";
import { createPixelFlow, fineGrid, pixelPlan } from "#lib/model/pixel_flow.ts";
import { uniform } from "#lib/random/distributions.ts";
import { normal, randomStream } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";
import { textures } from "../textures.ts";
import { needs, projectFiles } from "../needs.ts";
import { startTestRuntime } from "../start_runtime.ts";

await startTestRuntime();

const count = 24, size = 28;
const flow = createPixelFlow(quadratic, size);
const flows = { pixelFlow: flow };

/** Pairs as frames alone: without a fine flow nothing else is looked at. */
const framesOf = (frame0: tf.Tensor2D, frameT: tf.Tensor2D): PairTensors => ({
  x0: frame0,
  xt: frameT,
  gray0: frame0,
  frame0,
  frameT,
});

/** A test of seconds on a backend without WebAssembly, and left out there. */
const declare = (name: string, fn: () => void) =>
  Deno.test({ ...needs(projectFiles), name, fn });

const ranges = {
  rotation: 0.3,
  scaling: 0.25,
  translationX: 0.15,
  shear: 0.25,
  spiral: 0.2,
  specialConformalX: 0.5,
  specialConformalY: 0.5,
} as const;

for (const [name, range] of Object.entries(ranges)) {
  const { field } = transformations[name as keyof typeof ranges];
  const { coefficients } = projectField(field, quadratic);
  const [alpha, scale] = [unit(coefficients), norm(coefficients)];

  declare(`refineT finds t of ${name}, from 0 and from noise`, () => {
    const { pairs, truth } = makePairs(
      blobs(count, size, randomStream(0, "images", name)),
      transformations[name as keyof typeof ranges],
      uniform(-range, range),
      randomStream(0, "pairs", name),
    );
    const tensors = pairTensors(flow, pairs);
    const next = normal(randomStream(0, "noise"));
    const starts = {
      "0": new Float32Array(count),
      noise: Float32Array.from(
        truth.t,
        (t) => scale * (t + 0.2 * range * next()),
      ),
    };
    for (const [start, values] of Object.entries(starts)) {
      const refined = refineT(flows, alpha, tensors, values);
      const errors = Array.from(
        refined,
        (t, i) => Math.abs(t / scale - truth.t[i]) / range,
      );
      const mean = errors.reduce((sum, error) => sum + error) / count;
      const worst = Math.max(...errors);
      // Images are bilinear and blurred: not exactly on the flow.
      assert(mean < 0.03, `from ${start}: ${mean} of the range`);
      assert(worst < 0.1, `from ${start}: ${worst} of the range`);
    }
  });
}

const alpha = unit(
  projectField(transformations.rotation.field, quadratic).coefficients,
);
const images = blobs(count, size, randomStream(0, "images"));
const { frame0 } = pairTensors(flow, {
  ...images,
  x0: images.pixels,
  xt: images.pixels,
});
const t = Float32Array.from({ length: count }, (_, i) => (i - 11.5) / 25);

/** The coarse images moved by the flow itself. */
const moved = projectFiles.met ? moveByFlow() : frame0;

function moveByFlow(): tf.Tensor2D {
  return tf.tidy(() => {
    const numbers = tf.tensor1d(Float32Array.from(alpha));
    const plan = pixelPlan(flow, alpha, 1);
    return movePixels(flow, numbers, tf.tensor1d(t), frame0, plan);
  });
}

declare("refineT finds t of pairs that are on the flow to rounding", () => {
  const refined = refineT(
    flows,
    alpha,
    framesOf(frame0, moved),
    new Float32Array(count),
  );
  allclose(refined, t, { absolute: 1e-4 });
});

declare("the negated generator gives the negated t", () => {
  const negative = alpha.map((a) => -a);
  const refined = refineT(
    flows,
    negative,
    framesOf(frame0, moved),
    new Float32Array(count),
  );
  allclose(refined, t.map((v) => -v), { absolute: 1e-4 });
});

declare("where nothing moved t is 0, and the right t stays", () => {
  allclose(
    refineT(flows, alpha, framesOf(frame0, frame0), t.map((v) => v / 4)),
    new Float32Array(count),
    { absolute: 1e-4 },
  );
  allclose(refineT(flows, alpha, framesOf(frame0, moved), t), t, {
    absolute: 1e-4,
  });
});

declare("no refinement is worse than where it started", () => {
  const rows = 6;
  const wrong = unit(quadratic.terms.map((_, i) => Math.sin(3 * i)));
  const [from, to] = [tf.slice(frame0, 0, rows), tf.slice(moved, 0, rows)];
  const errorsAt = (times: Float32Array) =>
    tf.tidy(() => {
      const there = movePixels(
        flow,
        tf.tensor1d(Float32Array.from(wrong)),
        tf.tensor1d(times),
        from,
        pixelPlan(flow, wrong, 1),
      );
      const difference = tf.squaredDifference(there, to);
      return tf.sum(difference, 1).dataSync();
    });
  const start = t.slice(0, rows).map((v) => 2 * v);
  const before = errorsAt(start);
  const after = errorsAt(refineT(flows, wrong, framesOf(from, to), start));
  after.forEach((error, row) => {
    assert(
      error <= before[row] * 1.001,
      `row ${row}: ${before[row]}, ${error}`,
    );
  });
});

declare("an empty image keeps a finite t, and the others theirs", () => {
  const rows = tf.concat([
    tf.zerosLike(tf.slice(frame0, 0, 1)),
    tf.slice(frame0, 1),
  ]);
  const to = tf.concat([
    tf.zerosLike(tf.slice(moved, 0, 1)),
    tf.slice(moved, 1),
  ]);
  const refined = refineT(
    flows,
    alpha,
    framesOf(rows, to),
    new Float32Array(count),
  );
  assertEquals(refined[0], 0);
  allclose(refined.slice(1), t.slice(1), { absolute: 1e-4 });
});

declare("an image that the flow hardly moves costs no more than others", () => {
  const spot = (x: number, y: number, width: number, i: number) =>
    Math.exp(
      -(((i % size - 13.5) / 14 - x) ** 2 +
        ((Math.floor(i / size) - 13.5) / 14 - y) ** 2) / (2 * width ** 2),
    );
  const image = (value: (i: number) => number) =>
    Float32Array.from({ length: size * size }, (_, i) => value(i));
  const round = pairTensors(flow, {
    count: 1,
    height: size,
    width: size,
    channels: 1,
    x0: image((i) => spot(0, 0, 0.2, i)), // turns into itself
    xt: image((i) => spot(0, 0, 0.2, i) + spot(0.4, 0.1, 0.3, i)),
  });
  const from = tf.concat([round.frame0, tf.slice(frame0, 0, 3)]);
  const to = tf.concat([round.frameT, tf.slice(moved, 0, 3)]);
  const refined = refineT(
    flows,
    alpha,
    framesOf(from, to),
    new Float32Array(4),
  );
  allclose(refined.slice(1), t.slice(0, 3), { absolute: 1e-4 });
  // A turn is 8.9; nothing can tell t from t and a turn. The cost of moving all
  // images grows with the largest |t|.
  assert(Math.abs(refined[0]) < 8.9, `t = ${refined[0]}`);
});

declare("refineT leaves no tensor behind", () => {
  const before = tf.memory().numTensors;
  refineT(flows, alpha, framesOf(frame0, moved), t);
  assertEquals(tf.memory().numTensors, before);
});

declare("a pair that went far is found from anywhere", () => {
  const far = makePairs(
    blobs(count, size, randomStream(0, "images", "far")),
    transformations.rotation,
    uniform(-Math.PI, Math.PI),
    randomStream(0, "pairs", "far"),
  );
  const tensors = pairTensors(flow, far.pairs);
  const refined = refineT(flows, alpha, tensors, new Float32Array(count));
  const errors = Array.from(refined, (t, i) => {
    const error = Math.abs(t / Math.SQRT2 - far.truth.t[i]);
    return Math.min(error, 2 * Math.PI - error);
  }).sort((a, b) => a - b);
  assert(errors[Math.floor(0.8 * count)] < 0.03, errors.join(" "));
});

declare(
  "on the fine grid a shear is found without the coarse one's bias",
  () => {
    const { coefficients } = projectField(
      transformations.shear.field,
      quadratic,
    );
    const sheared = makePairs(
      blobs(count, size, randomStream(0, "images", "shear")),
      transformations.shear,
      uniform(-0.5, 0.5),
      randomStream(0, "pairs", "shear"),
    );
    const fineFlow = createPixelFlow(quadratic, size, fineGrid);
    const errorOf = (flows: MatchFlows) => {
      const tensors = pairTensors(flow, sheared.pairs);
      const refined = refineT(
        flows,
        coefficients,
        tensors,
        new Float32Array(count),
      );
      return refined.reduce(
        (sum, t, i) => sum + Math.abs(t - sheared.truth.t[i]) / count,
        0,
      );
    };
    const [coarse, fine] = [errorOf(flows), errorOf({ ...flows, fineFlow })];
    assert(fine < 0.5 * coarse, `coarse ${coarse}, fine ${fine}`);
  },
);

declare(
  "photographs with black corners give their angle, as far as it was seen",
  () => {
    const photos = textures(count, size, randomStream(0, "images", "photos"));
    const turned = makePairs(
      photos,
      transformations.rotation,
      uniform(-0.5, 0.5),
      randomStream(0, "pairs", "photos"),
    );
    const errorOf = (surroundings: "black" | "unknown") => {
      const flow = createPixelFlow(quadratic, size, undefined, surroundings);
      const fineFlow = createPixelFlow(
        quadratic,
        size,
        fineGrid,
        surroundings,
      );
      const refined = refineT(
        { pixelFlow: flow, fineFlow },
        alpha,
        pairTensors(flow, turned.pairs),
        new Float32Array(count),
      );
      return refined.reduce(
        (sum, t, i) =>
          sum + Math.abs(t / Math.SQRT2 - turned.truth.t[i]) / count,
        0,
      );
    };
    const [unknown, black] = [errorOf("unknown"), errorOf("black")];
    assert(unknown < 0.003, `${unknown} radians`);
    assert(black > 3 * unknown, `${black} radians with black around`);
  },
);
