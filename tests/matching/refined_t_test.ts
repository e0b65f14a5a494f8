import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { aboutPoint, transformations } from "#lib/flow/transformations.ts";
import { interpolations } from "#lib/images/interpolations.ts";
import { norm, projectField, quadratic, unit } from "#lib/lie/basis.ts";
import { errorsAt } from "#lib/matching/explained.ts";
import { framesOf } from "#lib/matching/frames.ts";
import { movable } from "#lib/matching/movable.ts";
import { farthestT, refinedT } from "#lib/matching/refined_t.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";
import { drawnT, movedPairs, waveScene } from "../detection/moved_blobs.ts";
import { textures } from "../textures.ts";

const count = 24, size = 28;

const refined = (
  pairs: Pairs,
  alpha: ArrayLike<number>,
  start: ArrayLike<number> = new Float64Array(pairs.count),
) => runPausable(refinedT(pairs, quadratic, alpha, start));

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

  Deno.test(`refinedT finds t of ${name}, from 0 and from noise`, async () => {
    const { pairs, truth } = makePairs(
      blobs(count, size, randomStream(0, "images", name)),
      transformations[name as keyof typeof ranges],
      uniform(-range, range),
      randomStream(0, "pairs", name),
    );
    const next = standardNormal(randomStream(0, "noise"));
    const starts = {
      "0": new Float32Array(count),
      noise: Float32Array.from(
        truth.t,
        (t) => scale * (t + 0.2 * range * next()),
      ),
    };
    for (const [start, values] of Object.entries(starts)) {
      const errors = Array.from(
        await refined(pairs, alpha, values),
        (t, i) => Math.abs(t / scale - truth.t[i]) / range,
      );
      const mean = errors.reduce((sum, error) => sum + error) / count;
      const worst = Math.max(...errors);
      // The images are read with the kernel that made them, bilinear. Measured: mean at
      // most 1.0e-5, worst 6.8e-5.
      assert(mean < 3e-5, `from ${start}: ${mean} of the range`);
      assert(worst < 2e-4, `from ${start}: ${worst} of the range`);
    }
  });
}

const alpha = unit(
  projectField(transformations.rotation.field, quadratic).coefficients,
);

/** Evenly spaced angles from -0.46 to 0.46 radians. */
const angles = Float64Array.from({ length: count }, (_, i) => (i - 11.5) / 25);
/** The same angles as t of the unit generator. */
const t = angles.map((angle) => Math.SQRT2 * angle);

/** Images turned by the angles with one of the interpolations. */
const turnedBy = (name: keyof typeof interpolations): Pairs => {
  const { pixels } = blobs(count, size, randomStream(0, "images"));
  const xt = new Float32Array(pixels.length);
  angles.forEach((angle, i) => {
    const image = pixels.slice(i * size ** 2, (i + 1) * size ** 2);
    const moved = interpolations[name](
      ...[image, size, size, 1] as const,
      transformations.rotation.flow,
      angle,
    );
    xt.set(moved, i * size ** 2);
  });
  return { count, height: size, width: size, channels: 1, x0: pixels, xt };
};
const turned = turnedBy("cubic-spline");

for (const name of ["cubic-spline", "bilinear", "bicubic"] as const) {
  Deno.test(`refinedT finds t of pairs made by ${name} interpolation`, async () => {
    const found = await refined(turnedBy(name), alpha);
    allclose(found, t, { absolute: 1e-4 });
  });
}

Deno.test("the negated generator gives the negated t", async () => {
  const negative = await refined(turned, alpha.map((a) => -a));
  allclose(negative, t.map((v) => -v), { absolute: 1e-4 });
});

Deno.test("without motion t is 0, and the right t is kept", async () => {
  const unmoved = { ...turned, xt: turned.x0 };
  allclose(
    await refined(unmoved, alpha, t.map((v) => v / 4)),
    new Float64Array(count),
    { absolute: 1e-4 },
  );
  allclose(await refined(turned, alpha, t), t, { absolute: 1e-4 });
});

Deno.test("a pair's refined t does not depend on the other pairs", async () => {
  const all = await refined(turned, alpha);
  const cells = size * size;
  const cut = (images: Float32Array) => images.slice(3 * cells, 10 * cells);
  const some = await refined({
    ...turned,
    count: 7,
    x0: cut(turned.x0),
    xt: cut(turned.xt),
  }, alpha);
  allclose(some, all.subarray(3, 10), { absolute: 1e-6 });
});

Deno.test("no refined t matches worse than its start", async () => {
  const wrong = unit(quadratic.terms.map((_, i) => Math.sin(3 * i)));
  const images = runAtOnce(movable(runAtOnce(framesOf(turned))!));
  const chosen = [...angles.keys()];
  const errors = (times: Float64Array) =>
    runAtOnce(errorsAt(images, quadratic, wrong, times, chosen));
  const start = t.map((v) => 2 * v);
  const [before, after] = [start, await refined(turned, wrong, start)]
    .map(errors);
  after.forEach((error, row) => {
    assert(
      error <= before[row] * 1.001,
      `row ${row}: ${before[row]}, ${error}`,
    );
  });
});

Deno.test("an empty pair keeps its start, and the others have their t", async () => {
  const cells = size * size;
  const emptied = (images: Float32Array) =>
    images.map((value, i) => i < cells ? 0 : value);
  const start = new Float64Array(count);
  start[0] = 0.125;
  const found = await refined(
    { ...turned, x0: emptied(turned.x0), xt: emptied(turned.xt) },
    alpha,
    start,
  );
  assertEquals(found[0], 0.125);
  allclose(found.slice(1), t.slice(1), { absolute: 1e-4 });
});

Deno.test("pairs that are all empty keep their starts", async () => {
  const empty = new Float32Array(turned.x0.length);
  const found = await refined({ ...turned, x0: empty, xt: empty }, alpha, t);
  assertEquals(found, t);
});

Deno.test("an image that the flow hardly moves gets a t within the largest t", async () => {
  const spot = (x: number, y: number, width: number, i: number) =>
    Math.exp(
      -(((i % size - 13.5) / 14 - x) ** 2 +
        ((Math.floor(i / size) - 13.5) / 14 - y) ** 2) / (2 * width ** 2),
    );
  const [x0, xt] = [turned.x0.slice(), turned.xt.slice()];
  for (let i = 0; i < size * size; i++) {
    x0[i] = 0.6 * spot(0, 0, 0.2, i); // turns into itself
    xt[i] = x0[i] + 0.3 * spot(0.4, 0.1, 0.3, i);
  }
  const found = await refined({ ...turned, x0, xt }, alpha);
  allclose(found.slice(1), t.slice(1), { absolute: 1e-4 });
  const reach = farthestT(quadratic, alpha, { side: size });
  assert(Math.abs(found[0]) <= reach, `t = ${found[0]}`);
});

Deno.test("the largest t is half a turn of the corner cells", () => {
  // The centres of the corner cells are at 27 / 28 of the corners' distance.
  const reach = farthestT(quadratic, alpha, { side: size });
  assertAlmostEquals(reach, Math.SQRT2 * Math.PI * 28 / 27, 1e-9);
  // The flow is the same, at four times the speed.
  const fast = alpha.map((a) => 4 * a);
  assertAlmostEquals(
    farthestT(quadratic, fast, { side: size }),
    reach / 4,
    1e-9,
  );
  assert(
    Number.isFinite(farthestT(quadratic, alpha.map(() => 0), { side: 8 })),
  );
});

Deno.test("a pair turned by any angle is found from t = 0", async () => {
  const far = makePairs(
    blobs(count, size, randomStream(0, "images", "far")),
    transformations.rotation,
    uniform(-Math.PI, Math.PI),
    randomStream(0, "pairs", "far"),
  );
  const errors = Array.from(await refined(far.pairs, alpha), (t, i) => {
    const error = Math.abs(t / Math.SQRT2 - far.truth.t[i]);
    return Math.min(error, 2 * Math.PI - error);
  });
  assert(errors.every((error) => error < 1e-4), errors.join(" "));
});

Deno.test("an angle about another point is found from t = 0, anywhere on the circle", async () => {
  const [x, y] = [0.4, 0.3];
  const turn = aboutPoint(transformations.rotation, x, y);
  const { coefficients } = projectField(turn.field, quadratic);
  // The blobs are near that point, so that all of them stay in the frame.
  const all = blobs(count, size, randomStream(0, "images", "about"));
  const near = (image: number) => (i: number) => {
    const [column, row] = [i % size, Math.floor(i / size)];
    const [u, v] = [(column - 13.5) / 14 - x, (row - 13.5) / 14 - y];
    return all.pixels[image * size ** 2 + i] *
      Math.exp(-((u * u + v * v) / 0.1));
  };
  const pixels = Float32Array.from(
    { length: all.pixels.length },
    (_, i) => near(Math.floor(i / size ** 2))(i % size ** 2),
  );
  const { pairs, truth } = makePairs(
    { ...all, pixels },
    turn,
    uniform(-Math.PI, Math.PI),
    randomStream(0, "pairs", "about"),
  );
  const found = await refined(pairs, unit(coefficients));
  const errors = Array.from(found, (t, i) => {
    const error = Math.abs(t / norm(coefficients) - truth.t[i]);
    return Math.min(error, 2 * Math.PI - error);
  });
  assert(errors.every((error) => error < 1e-5), errors.join(" "));
});

/** Mean absolute error of refined angles, in radians. */
const meanError = (found: Float64Array, truth: ArrayLike<number>) =>
  found.reduce(
    (sum, t, i) => sum + Math.abs(t / Math.SQRT2 - truth[i]) / found.length,
    0,
  );

Deno.test("the angle of photographs whose corners turn black is found", async () => {
  const { pairs, truth } = makePairs(
    textures(count, size, randomStream(0, "images", "photos")),
    transformations.rotation,
    uniform(-0.5, 0.5),
    randomStream(0, "pairs", "photos"),
  );
  const error = meanError(await refined(pairs, alpha), truth.t);
  assert(error < 1e-5, `${error} radians`);
});

Deno.test("the angle of scenes that continue beyond the frame is found if their surroundings are stated as unknown", async () => {
  const drawn = drawnT(count, -0.5, 0.5);
  const pairs = movedPairs(transformations.rotation.flow, drawn, {
    size,
    scene: waveScene,
  });
  const errorOf = async (surroundings: "black" | "unknown") =>
    meanError(await refined({ ...pairs, surroundings }, alpha), drawn);
  const [unknown, black] = [await errorOf("unknown"), await errorOf("black")];
  assert(unknown < 1e-5, `${unknown} radians`);
  assert(black > 0.05, `${black} radians with black around`);
});
