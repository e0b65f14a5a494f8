import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { transformations } from "#lib/flow/transformations.ts";
import { affine, projectField } from "#lib/lie/basis.ts";
import { solve } from "#lib/lie/solve.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import { anderson } from "#lib/matching/anderson.ts";
import { conjugateGradients } from "#lib/matching/conjugate_gradients.ts";
import { layerModel } from "#lib/matching/estimate_layer.ts";
import { hiddenFilling } from "#lib/matching/fill_hidden.ts";
import { findLayer } from "#lib/matching/find_layer.ts";
import { type Frames, framesOf, numbersTo } from "#lib/matching/frames.ts";
import { layerEquations } from "#lib/matching/layer_equations.ts";
import { movable } from "#lib/matching/movable.ts";
import { movedTargets } from "#lib/matching/moved_targets.ts";
import { register } from "#lib/matching/registration.ts";
import { markedCells, roughLayer } from "#lib/matching/rough_layer.ts";
import {
  composed,
  plainLayer,
  type StaticLayer,
  withMeanGain,
  withoutLayer,
} from "#lib/matching/static_layer.ts";
import { withinRegion } from "#lib/matching/within_region.ts";
import { withinStillBands } from "#lib/matching/still_bands.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import {
  blobScene,
  drawnT,
  movedPairs,
  waveScene,
} from "../detection/moved_blobs.ts";
import {
  framed,
  logo,
  pattern,
  type SeenThrough,
  through,
  vignette,
} from "./static_images.ts";

const SIZE = 16, CELLS = SIZE * SIZE;
const { rotation } = transformations;
const t = drawnT(60, -0.5, 0.5);
const blobs = movedPairs(rotation.flow, t, { size: SIZE });
const waves = {
  ...movedPairs(rotation.flow, t, { size: SIZE, scene: waveScene }),
  surroundings: "unknown",
} as const;
const turn = projectField(rotation.field, affine).coefficients;
const length = Math.hypot(...turn);
const motion = {
  basis: affine,
  alpha: turn.map((value) => value / length),
  t: t.map((value) => value * length),
};
const seen = (pairs: typeof blobs, layer: SeenThrough): Frames =>
  runAtOnce(framesOf(through(pairs, layer)))!;
const count = (cells: Uint8Array) => cells.reduce((sum, is) => sum + is, 0);

Deno.test("hidden cells are filled from the edge of a group to its middle", () => {
  const hidden = new Uint8Array(25);
  for (const cell of [6, 7, 8, 11, 12, 13, 16, 17, 18]) hidden[cell] = 1;
  const fill = hiddenFilling(hidden, 5, numbersTo(25));
  const even = new Float32Array(25).fill(3);
  for (const cell of hidden.keys()) if (hidden[cell]) even[cell] = NaN;
  fill(even);
  assertEquals([...even], new Array(25).fill(3));
  const ramp = Float32Array.from(hidden, (is, i) => is ? 100 : i % 5);
  fill(ramp);
  assertAlmostEquals(ramp[12], 2, 1e-6);
  assert(ramp[11] < ramp[12] && ramp[12] < ramp[13]);
});

Deno.test("conjugate gradients agree with elimination", () => {
  const gauss = standardNormal(randomStream(0, "matrix"));
  const n = 6;
  const root = Float64Array.from({ length: n * n }, gauss);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) {
        matrix[i * n + j] += root[i * n + k] * root[j * n + k];
      }
    }
    matrix[i * (n + 1)] += 0.5;
  }
  const right = Float64Array.from({ length: n }, gauss);
  const apply = (x: Float64Array) =>
    x.map((_, i) =>
      x.reduce((sum, value, j) => sum + matrix[i * n + j] * value, 0)
    );
  const diagonal = right.map((_, i) => matrix[i * (n + 1)]);
  const found = runAtOnce(
    conjugateGradients(
      function* (x) {
        yield;
        return apply(x);
      },
      right,
      diagonal,
      3 * n,
      1e-10,
    ),
  );
  solve(matrix, right, n).forEach((value, i) =>
    assertAlmostEquals(found[i], value, 1e-8)
  );
});

Deno.test("Anderson's acceleration reaches the limit of a slow iteration", () => {
  // The map x -> A x + b has eigenvalues 0.95, 0.5 and -0.6. Without acceleration the
  // factor 0.95^8 of the error is left.
  const map = ([x, y, z]: Float64Array) =>
    Float64Array.of(0.95 * x + 1, 0.5 * y + 0.1 * x - 2, -0.6 * z + 3);
  const next = anderson();
  let x: Float64Array = new Float64Array(3), plain = x;
  for (let step = 0; step < 8; step++) {
    x = next(x, map(x));
    plain = map(plain);
  }
  assertAlmostEquals(x[0], 20, 0.01);
  assertAlmostEquals(x[2], 3 / 1.6, 0.01);
  assert(Math.abs(plain[0] - 20) > 10);
});

Deno.test("a layer is removed from the images that were seen through it", () => {
  const frames = runAtOnce(framesOf(blobs))!;
  const gauss = standardNormal(randomStream(0, "layer"));
  const layer = withMeanGain({
    ...plainLayer(new Uint8Array(CELLS)),
    gain: Float32Array.from({ length: CELLS }, () => 1 + 0.1 * gauss()),
    offset: Float32Array.from({ length: CELLS }, () => 0.1 * gauss()),
  }, frames);
  const under = {
    gain: layer.gain.map((value) => 2 - value),
    offset: layer.offset.map((value) => -value / 3),
  };
  const look = (
    stack: Float32Array,
    { gain, offset }: Pick<StaticLayer, "gain" | "offset">,
  ) => stack.map((value, i) => gain[i % CELLS] * value + offset[i % CELLS]);
  const both = (stack: Float32Array) => look(look(stack, under), layer);
  const lookedAt = { ...frames, x0: both(frames.x0), xt: both(frames.xt) };
  const { x0, hidden } = runAtOnce(
    withoutLayer(lookedAt, composed(layer, under)),
  );
  const worst = x0.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - frames.x0[i])),
    0,
  );
  assert(worst < 1e-5, `${worst}`);
  assertEquals(hidden, undefined);
  const mean = layer.gain.reduce((sum, value) => sum + value, 0) / CELLS;
  assertAlmostEquals(mean, 1, 1e-5);
});

Deno.test("the normal matrix of a layer is symmetric, and errors fall along its right side", () => {
  const frames = seen(waves, pattern(SIZE, 0.1));
  const equations = runAtOnce(layerEquations([
    runAtOnce(
      movedTargets(
        runAtOnce(movable(frames)),
        motion.basis,
        motion.alpha,
        motion.t,
      ),
    ),
  ], new Float64Array(frames.count).fill(1)));
  const gauss = standardNormal(randomStream(0, "layers"));
  const [a, b] = [0, 1].map(() =>
    Float64Array.from({ length: 2 * CELLS }, gauss)
  );
  const product = (x: Float64Array, y: Float64Array) =>
    x.reduce((sum, value, i) => sum + value * y[i], 0);
  const { right } = equations;
  const apply = (layer: Float64Array) => runAtOnce(equations.apply(layer));
  const errors = (layer?: Float64Array) => runAtOnce(equations.errors(layer));
  const ab = product(apply(a), b);
  assertAlmostEquals(ab, product(a, apply(b)), 1e-5 * Math.abs(ab));
  assert(product(apply(a), a) > 0);
  // A common gain or offset of all cells belongs to the content.
  const all = Float64Array.from(
    { length: 2 * CELLS },
    (_, i) => i < CELLS ? 0 : 1,
  );
  assert(product(apply(all), all) < 1e-9 * product(apply(a), a));
  // The errors fall along the right side.
  const small = right.map((value) => 1e-4 * value);
  assert(errors(small) < errors());
});

Deno.test("a layer is accepted or rejected by pairs that it was not fitted to", async () => {
  const modelOf = (frames: Frames) =>
    runPausable(layerModel(runAtOnce(movable(frames)), motion));
  const noisy = { size: SIZE, noise: 0.01 };
  for (const scene of [waveScene, blobScene]) {
    const pairs = movedPairs(rotation.flow, t, { ...noisy, scene });
    const { surroundings } = scene === waveScene ? waves : blobs;
    assertEquals(
      await modelOf(runAtOnce(framesOf({ ...pairs, surroundings }))!),
      "none",
    );
  }
  assertEquals(await modelOf(seen(waves, pattern(SIZE, 0.03))), "offset");
  assertEquals(await modelOf(seen(blobs, pattern(SIZE, 0.03))), "offset");
  // A turn about the middle leaves a vignette unchanged, and a shift does not.
  const shift = transformations.translationX;
  const shifted = movedPairs(shift.flow, t.map((value) => value / 2), {
    size: SIZE,
    scene: waveScene,
  });
  const { coefficients } = projectField(shift.field, affine);
  const dim = through(
    { ...shifted, surroundings: "unknown" },
    vignette(SIZE, 0.5),
  );
  const model = await runPausable(
    layerModel(runAtOnce(movable(runAtOnce(framesOf(dim))!)), {
      basis: affine,
      alpha: coefficients,
      t: t.map((value) => value / 2),
    }),
  );
  assertEquals(model, "gain and offset");
});

Deno.test("opaque marks are found without knowing the motion, and images without marks have none", () => {
  assertEquals(count(runAtOnce(markedCells(runAtOnce(framesOf(waves))!))), 0);
  assertEquals(count(runAtOnce(markedCells(runAtOnce(framesOf(blobs))!))), 0);
  assertEquals(count(runAtOnce(markedCells(seen(waves, logo(SIZE, 4))))), 16);
  assertEquals(count(runAtOnce(markedCells(seen(blobs, logo(SIZE, 4))))), 16);
  // A pattern over corners that do not move is no mark.
  assertEquals(
    count(runAtOnce(markedCells(seen(blobs, pattern(SIZE, 0.1))))),
    0,
  );
});

Deno.test("a border is cut off at its inner edge, and images without one stay whole", () => {
  const whole = { left: 0, right: 15, top: 0, bottom: 15 };
  const inner = { left: 2, right: 13, top: 2, bottom: 13 };
  for (const pairs of [waves, blobs]) {
    assertEquals(
      runAtOnce(withinStillBands(runAtOnce(framesOf(pairs))!)),
      whole,
    );
    assertEquals(
      runAtOnce(withinStillBands(seen(pairs, pattern(SIZE, 0.1)))),
      whole,
    );
    const frames = runAtOnce(framesOf({
      ...through(pairs, framed(SIZE, 2, 0.6)),
      surroundings: "unknown",
    }))!;
    assertEquals(runAtOnce(withinStillBands(frames)), inner);
  }
  // Without the border the surroundings of blobs are black again.
  const dark = runAtOnce(withinRegion(
    runAtOnce(framesOf({
      ...through(blobs, framed(SIZE, 2, 0.6)),
      surroundings: "unknown",
    }))!,
    inner,
  ));
  assertEquals(dark.surroundings, "black");
  assertAlmostEquals(dark.x0[0], 0, 1e-6);
  assertAlmostEquals(dark.x0[3 * SIZE + 3], 0, 0.05);
});

Deno.test("the motion and a strong pattern are found together", async () => {
  const frames = seen(blobs, pattern(SIZE, 0.15));
  const start = runAtOnce(register(
    runAtOnce(
      movable(runAtOnce(withoutLayer(frames, runAtOnce(roughLayer(frames))))),
    ),
    affine,
    numbersTo(frames.count),
    [0.3, 0.1, -1, 0.1, 1, 0.2],
    motion.t.map((value) => value / 2),
    6,
  ));
  const hidden = new Uint8Array(CELLS);
  const found = await runPausable(findLayer(frames, hidden, affine, start));
  const after = runAtOnce(register(
    runAtOnce(movable(runAtOnce(withoutLayer(frames, found!.layer)))),
    affine,
    numbersTo(frames.count),
    start.alpha,
    start.t,
    6,
  ));
  const degrees = ({ alpha }: { readonly alpha: Float64Array }) =>
    generatorScores(alpha, turn).angleDegrees;
  assert(degrees(after) < 0.3, `${degrees(start)}, then ${degrees(after)}`);
  assert(after.error < 0.02 * start.error);
});
