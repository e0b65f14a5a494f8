import { BLUR_COLUMNS } from "#lib/matching/relative_blurs.ts";
import { framesOf, numbersTo } from "#lib/matching/frames.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { orbitTable } from "#lib/flow/orbit_table.ts";
import { changes, eachMatch, linearise } from "#lib/matching/residuals.ts";
import {
  BLUR,
  movable,
  type MovablePairs,
  orbitsOf,
} from "#lib/matching/movable.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { type Basis, functionBasis, quadratic } from "#lib/lie/basis.ts";
import { CELLS_BETWEEN_YIELDS } from "#lib/runtime/pausing_loop.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";
import {
  drawnT,
  type MovedOptions,
  movedPairs,
  waveScene,
  workingOf,
} from "../detection/moved_blobs.ts";

const { rotation } = transformations;
const COUNT = 50, LARGEST = 1;
const SIZE = { height: 16, width: 16 };
const truth = drawnT(COUNT, -0.8, 0.8);
/** Coefficients of a rotation in the quadratic basis, not normalised. */
const TURN = [0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0];

const imagesOf = async (options: MovedOptions = {}) =>
  (await workingOf(movedPairs(rotation.flow, truth, options))).images;
const blobs = await imagesOf();
const waves = await imagesOf({ scene: waveScene });
assertEquals([blobs.surroundings, waves.surroundings], ["black", "unknown"]);

/** The same pairs, each xt with another gain and offset, which are eliminated. */
function lit(images: MovablePairs): MovablePairs {
  const cells = images.side ** 2;
  const xt = images.xt.map((value, i) => {
    const pair = Math.floor(i / cells);
    return (0.6 + 0.05 * (pair % 12)) * value + 0.03 * (pair % 5);
  });
  return { ...images, xt, brightness: true };
}

/** A field that ends within the frame, so that nothing comes from beyond it. */
const bump = (x: number, y: number) => Math.max(0, 0.5 - x * x - y * y) ** 2;
const bumps = functionBasis("bumps", [
  { component: "x", label: "bump", value: bump },
  { component: "y", label: "bump x", value: (x, y) => 4 * x * bump(x, y) },
  { component: "x", label: "bump y", value: (x, y) => 4 * y * bump(x, y) },
]);

const some = [3, 0, 11];
const alpha = [0.1, -0.2, -0.7, 0.2, 0.1, -0.1, 0.3, 0.8, -0.1, 0.2, 0.1, -0.3];

const settings: readonly (readonly [
  string,
  MovablePairs,
  Basis,
  readonly number[],
])[] = [
  ["black", blobs, quadratic, alpha],
  ["other brightness", lit(blobs), quadratic, alpha],
  ["unknown", waves, bumps, [0.9, -0.6, 0.8]],
];

for (const [surroundings, images, basis, alpha] of settings) {
  const half = (alpha: readonly number[], t: ArrayLike<number>) =>
    runAtOnce(linearise(
      images,
      runAtOnce(orbitsOf(images, basis, alpha, LARGEST, false)),
      t,
      some,
    )).errors.map((error) => error / 2);
  const table = runAtOnce(orbitsOf(images, basis, alpha, LARGEST));
  // The t are at nodes of the table; between them derivatives in alpha are
  // interpolated.
  const t = [0.31, -0.62, 0.18].map((t) =>
    Math.floor(t / table.spacing) * table.spacing
  );
  const found = runAtOnce(linearise(images, table, t, some));
  /** Derivatives in one coefficient as limits of differences, at given t. */
  const slopesIn = (k: number, t: readonly number[]) => {
    const h = 2e-3;
    const [more, less] = [h, -h].map((h) =>
      half(alpha.map((value, l) => k === l ? value + h : value), t)
    );
    return more.map((error, i) => (error - less[i]) / (2 * h));
  };

  Deno.test(`${surroundings}: the gradient in t is a limit of differences`, () => {
    const h = table.spacing / 8;
    const [more, less] = [h, -h].map((h) => half(alpha, t.map((t) => t + h)));
    const slopes = more.map((error, i) => (error - less[i]) / (2 * h));
    assert(slopes.every((slope) => Math.abs(slope) > 5e-3));
    allclose(found.tGradient, slopes, { relative: 1e-3, absolute: 1e-5 });
  });

  Deno.test(`${surroundings}: the gradient in alpha is a limit of differences`, () => {
    const terms = alpha.length;
    for (let k = 0; k < terms; k++) {
      allclose(
        some.map((_, i) => found.gradient[i * terms + k]),
        slopesIn(k, t),
        { relative: 1e-3, absolute: 1e-5 },
        `term ${k}`,
      );
    }
  });

  Deno.test(`${surroundings}: halfway between two nodes the gradient in alpha is nearly a limit of differences`, () => {
    const terms = alpha.length;
    const between = t.map((t) => t + table.spacing / 2);
    const { gradient } = runAtOnce(linearise(images, table, between, some));
    const largest = gradient.reduce((a, v) => Math.max(a, Math.abs(v)), 0);
    for (let k = 0; k < terms; k++) {
      allclose(
        some.map((_, i) => gradient[i * terms + k]),
        slopesIn(k, between),
        { absolute: 1e-2 * largest },
        `term ${k}`,
      );
    }
  });

  for (const column of Array.from({ length: BLUR_COLUMNS }).keys()) {
    Deno.test(`${surroundings}: the gradient in blur ${column} is a limit of differences`, () => {
      // Residuals are linear in the blurs, so the difference is exact for any h.
      const columns = alpha.length + BLUR_COLUMNS, h = 0.02;
      const blurs = [0.05, -0.03, 0.2, 0.1];
      const at = (change: number) => {
        const [a, b, c, d] = blurs.with(column, blurs[column] + change);
        return runAtOnce(linearise(images, table, t, some, BLUR, [a, b, c, d]));
      };
      const here = at(0);
      const [more, less] = [h, -h].map((h) => at(h).errors);
      allclose(
        some.map((_, i) => here.gradient[i * columns + alpha.length + column]),
        more.map((error, i) => (error - less[i]) / (4 * h)),
        { relative: 1e-3, absolute: 1e-5 },
      );
    });
  }

  Deno.test(`${surroundings}: blurs of 0 change nothing else`, () => {
    const columns = alpha.length + BLUR_COLUMNS;
    const with0 = runAtOnce(
      linearise(images, table, t, some, BLUR, [0, 0, 0, 0]),
    );
    assertEquals(with0.errors, found.errors);
    assertEquals(with0.mixed[columns], found.mixed[alpha.length]);
  });

  Deno.test(`${surroundings}: curvatures are those of a sum of squares`, () => {
    const terms = alpha.length;
    const { tCurvature, mixed, curvature } = found;
    // Along the step (u, v) the curvatures together are a sum of squares.
    const v = alpha.map((value, k) => value + 0.3 * Math.cos(k));
    const alone = some.map((pair, i) =>
      runAtOnce(linearise(images, table, [t[i]], [pair]))
    );
    const square = (one: typeof found, i: number, u: number) => {
      let sum = u * u * one.tCurvature[i];
      for (let k = 0; k < terms; k++) {
        sum += 2 * u * v[k] * one.mixed[i * terms + k];
        for (let l = 0; l < terms; l++) {
          sum += v[k] * v[l] * one.curvature[k * terms + l];
        }
      }
      return sum;
    };
    for (const one of alone) {
      for (const u of [-1, 0, 1]) assert(square(one, 0, u) > 0);
      // Even for the best u the sum is not negative.
      const pull = v.reduce((sum, value, k) => sum + value * one.mixed[k], 0);
      assert(square(one, 0, -pull / one.tCurvature[0]) >= -1e-9);
    }
    // The curvature of all pairs is the sum of each pair's own.
    const sum = new Float64Array(terms ** 2);
    for (const one of alone) one.curvature.forEach((c, k) => sum[k] += c);
    allclose(curvature, sum, { relative: 1e-9, absolute: 1e-12 });
    allclose(tCurvature, alone.map((one) => one.tCurvature[0]), {});
    allclose(mixed, alone.flatMap((one) => [...one.mixed]), {});
    for (let k = 0; k < terms; k++) {
      for (let l = 0; l < k; l++) {
        assertEquals(curvature[k * terms + l], curvature[l * terms + k]);
      }
    }
  });

  Deno.test(`${surroundings}: a step along alpha is a step along t, for only t alpha counts`, () => {
    const terms = alpha.length;
    const { gradient, mixed, curvature, tGradient, tCurvature } = found;
    const along = (row: Float64Array, i: number) =>
      alpha.reduce((sum, a, k) => sum + a * row[i * terms + k], 0);
    const indices = [...some.keys()];
    allclose(
      indices.map((i) => along(gradient, i)),
      t.map((t, i) => t * tGradient[i]),
      { relative: 1e-4, absolute: 1e-6 },
    );
    allclose(
      indices.map((i) => along(mixed, i)),
      t.map((t, i) => t * tCurvature[i]),
      { relative: 1e-4, absolute: 1e-6 },
    );
    const square = alpha.reduce(
      (sum, a, k) => sum + a * along(curvature, k),
      0,
    );
    const expected = t.reduce((sum, t, i) => sum + t * t * tCurvature[i], 0);
    assertAlmostEquals(square, expected, 1e-4 * expected);
  });
}

Deno.test("at the truth little error is left, and the gradient vanishes", () => {
  const table = runAtOnce(orbitTable(quadratic, TURN, LARGEST, SIZE));
  const still = new Float64Array(COUNT);
  const there = runAtOnce(linearise(blobs, table, truth, numbersTo(COUNT)));
  const before = runAtOnce(linearise(blobs, table, still, numbersTo(COUNT)));
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  assert(sum(there.errors) < 1e-3 * sum(before.errors));
  there.tGradient.forEach((pull, i) =>
    // The gradient over the curvature is the step, in radians.
    assert(Math.abs(pull / there.tCurvature[i]) < 0.02)
  );
});

Deno.test("a scene that continues beyond the frame is compared only at known cells", () => {
  const table = runAtOnce(orbitTable(quadratic, TURN, LARGEST, SIZE));
  const still = new Float64Array(COUNT);
  const share = (images: MovablePairs) => {
    const sum = (t: Float64Array) =>
      runAtOnce(linearise(images, table, t, numbersTo(COUNT))).errors
        .reduce((a, b) => a + b, 0);
    return sum(truth) / sum(still);
  };
  assert(share(waves) < 0.01, `${share(waves)}`);
  // The same images on black have corners that the flow does not explain.
  const images = waves.images.map(({ image }) => ({ image }));
  assert(share({ ...waves, images }) > 0.03);
});

Deno.test("cells that are not compared are not explained", () => {
  // After a shift by three half-frames all content comes from beyond the frame.
  const shift = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const far = runAtOnce(orbitTable(quadratic, shift, 3, SIZE));
  const errorOf = (images: MovablePairs, pair: number) =>
    runAtOnce(linearise(images, far, [3], [pair])).errors[0];
  for (const pair of [0, 5]) {
    const cells = waves.xt.subarray(pair * 256, (pair + 1) * 256);
    const squares = cells.reduce((sum, value) => sum + value * value, 0);
    // Half of each side is compared, a quarter of the cells.
    assertAlmostEquals(errorOf(waves, pair), squares / 4, 1e-5 * squares);
    assert(errorOf(blobs, pair) > 0);
  }
});

Deno.test("a t beyond the table counts as t at its end", () => {
  const table = runAtOnce(orbitTable(quadratic, TURN, LARGEST, SIZE));
  const errors = (t: number) =>
    runAtOnce(linearise(blobs, table, [t], [4])).errors[0];
  for (const sign of [-1, 1]) {
    assert(errors(sign * 0.9) !== errors(sign));
    assertAlmostEquals(errors(sign * 1.7), errors(sign), 1e-9);
    assertAlmostEquals(errors(sign * 1e9), errors(sign), 1e-9);
  }
  assert(errors(1) !== errors(-1));
});

Deno.test("only the chosen pairs count, in their order", () => {
  const table = runAtOnce(orbitTable(quadratic, TURN, LARGEST, SIZE));
  const all =
    runAtOnce(linearise(blobs, table, truth, numbersTo(COUNT))).errors;
  const t = some.map((pair) => truth[pair]);
  const found = runAtOnce(linearise(blobs, table, t, some)).errors;
  assertEquals([...found], some.map((pair) => all[pair]));
});

Deno.test("a moved image is clipped to the range of all images, and has no slope there", () => {
  // The images have black and white squares, so the spline rings at every edge.
  const x0 = blobs.x0.map((_, i) => {
    const [row, column] = [(i >> 4) % 16, i % 16];
    const inside = Math.min(row, column) > 2 && Math.max(row, column) < 13;
    return inside && (row >> 1) % 2 === (column >> 1) % 2 ? 1 : 0;
  });
  const images = runAtOnce(movable({ ...blobs, x0, xt: x0 }));
  assertEquals(images.range, { low: 0, high: 1 });
  const table = runAtOnce(orbitTable(quadratic, TURN, LARGEST, SIZE));
  const plain = { ...images, range: { low: -Infinity, high: Infinity } };
  const seen = (images: MovablePairs) => {
    const all: Float32Array[] = [];
    runAtOnce(
      eachMatch(images, table, [0.2], [5], 0, undefined, (_, planes) => {
        all.push(...planes.map((plane) => plane.slice()));
      }),
    );
    return all;
  };
  const [residual, ...slopes] = seen(images);
  const [free] = seen(plain);
  let cut = 0;
  for (let cell = 0; cell < 256; cell++) {
    const target = x0[5 * 256 + cell];
    const value = target + residual[cell];
    assert(value >= -1e-6 && value <= 1 + 1e-6, `${value}`);
    const without = target + free[cell];
    if (without < 1e-6 || without > 1 - 1e-6) {
      cut++;
      for (const slope of slopes) assert(Math.abs(slope[cell]) === 0);
    } else assertAlmostEquals(value, without, 1e-6);
  }
  assert(cut > 20, `${cut}`);
});

Deno.test("the change of a pair is its error without motion", () => {
  const table = runAtOnce(orbitTable(quadratic, TURN, LARGEST, SIZE));
  const unmoved = new Float64Array(COUNT);
  const { errors } = runAtOnce(
    linearise(blobs, table, unmoved, numbersTo(COUNT)),
  );
  allclose(runAtOnce(changes(blobs, numbersTo(COUNT))), errors, {
    relative: 0.02,
    absolute: 1e-4,
  });
  assertEquals([...runAtOnce(changes(blobs, [7, 3]))], [
    runAtOnce(changes(blobs, [7]))[0],
    runAtOnce(changes(blobs, [3]))[0],
  ]);
});

Deno.test("with gain and offset eliminated, another brightness changes nothing", () => {
  const table = runAtOnce(orbitsOf(blobs, quadratic, TURN, LARGEST, false));
  const all = numbersTo(COUNT);
  const t = truth.map((value) => 0.7 * value);
  const same = { ...blobs, brightness: true };
  const gainOf = (pair: number) => 0.6 + 0.05 * (pair % 12);
  const found = runAtOnce(linearise(lit(blobs), table, t, all));
  const expected = runAtOnce(linearise(same, table, t, all));
  // Errors are the same, in the units of xt.
  allclose(
    found.errors,
    expected.errors.map((error, i) => error * gainOf(i) ** 2),
    { relative: 1e-3, absolute: 1e-6 },
  );
  allclose(
    found.gains,
    expected.gains.map((gain, i) => gain * gainOf(i)),
    { relative: 1e-3 },
  );
  // One object is cut by the edge, and its cut part does not count.
  const still = runAtOnce(
    orbitsOf(blobs, quadratic, TURN.map(() => 0), LARGEST, false),
  );
  const unmoved = runAtOnce(linearise(lit(blobs), still, t, all)).errors;
  allclose(runAtOnce(changes(lit(blobs), all)), unmoved, { relative: 1e-2 });
  // Without the elimination the errors are larger.
  const without = runAtOnce(linearise(
    { ...lit(blobs), brightness: false },
    table,
    t,
    all,
  ));
  assert(without.errors.some((error, i) => error > 2 * found.errors[i]));
});

Deno.test("a gain is never negative: an inverted xt is matched by a constant", () => {
  const inverted = { ...blobs, xt: blobs.xt.map((value) => 1 - value) };
  const table = runAtOnce(orbitsOf(blobs, quadratic, TURN, LARGEST, false));
  const { gains, tCurvature, errors } = runAtOnce(linearise(
    { ...inverted, brightness: true },
    table,
    truth,
    numbersTo(COUNT),
  ));
  assert(gains.every((gain) => gain === 0));
  assert(tCurvature.every((value) => value === 0));
  assert(errors.every((error) => error > 0.01));
});

Deno.test("a large image is matched in several stretches, and where these end changes nothing", () => {
  const size = 256, t = drawnT(3, -0.3, 0.3), pairs = [0, 1, 2];
  const moved = movedPairs(rotation.flow, t, { size, scene: waveScene });
  const images = runAtOnce(
    movable(runAtOnce(framesOf(moved, pairs, size))!),
  );
  const table = runAtOnce(orbitsOf(images, quadratic, TURN, LARGEST, false));
  const blurs = [0.05, -0.03, 0.2, 0.1] as const;
  const matched = (pairs: readonly number[]) => {
    const own = pairs.map((pair) => t[pair]);
    const computation = linearise(images, table, own, pairs, BLUR, blurs);
    for (let stretches = 1;; stretches++) {
      const { done, value } = computation.next();
      if (done) return { stretches, found: value };
    }
  };
  const together = matched(pairs);
  const most = 2 * CELLS_BETWEEN_YIELDS;
  assert(together.stretches >= pairs.length * size ** 2 / most);
  const alone = pairs.map((pair) => matched([pair]).found);
  const joined = (of: (one: typeof together.found) => Float64Array) =>
    Float64Array.from(alone.flatMap((one) => [...of(one)]));
  assertEquals(together.found.errors, joined(({ errors }) => errors));
  assertEquals(together.found.tGradient, joined((one) => one.tGradient));
  assertEquals(together.found.gradient, joined(({ gradient }) => gradient));
});
