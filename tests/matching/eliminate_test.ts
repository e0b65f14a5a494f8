import { inverseOf, solve } from "#lib/lie/solve.ts";
import {
  eliminateOwn,
  influencesOfScores,
  solveJoint,
} from "#lib/matching/eliminate.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";

const COUNT = 4, SHARED = 3, RESIDUALS = 7;

/**
 * A random least-squares problem with `size` own parameters per pair, as joint equations
 * and as dense normal equations of all parameters: those of each pair, then the shared
 * ones.
 */
function problem(size: number) {
  const gauss = standardNormal(randomStream(size, "least squares"));
  const columns = COUNT * size + SHARED;
  const own = {
    size,
    gradient: new Float64Array(COUNT * size),
    curvature: new Float64Array(COUNT * size ** 2),
    mixed: new Float64Array(COUNT * size * SHARED),
  };
  const gradient = new Float64Array(COUNT * SHARED);
  const curvature = new Float64Array(SHARED ** 2);
  const matrix = new Float64Array(columns ** 2);
  // One column per pair: the gradient of its error.
  const gradients = new Float64Array(columns * COUNT);
  for (let row = 0; row < COUNT * RESIDUALS; row++) {
    const pair = row % COUNT, residual = gauss();
    const ofOwn = Array.from({ length: size }, gauss);
    const ofShared = Array.from({ length: SHARED }, gauss);
    const dense = new Float64Array(columns);
    dense.set(ofOwn, pair * size);
    dense.set(ofShared, COUNT * size);
    dense.forEach((a, k) => {
      gradients[k * COUNT + pair] += residual * a;
      dense.forEach((b, l) => matrix[k * columns + l] += a * b);
    });
    ofOwn.forEach((a, k) => {
      const at = pair * size + k;
      own.gradient[at] += residual * a;
      ofOwn.forEach((b, l) => own.curvature[at * size + l] += a * b);
      ofShared.forEach((b, l) => own.mixed[at * SHARED + l] += a * b);
    });
    ofShared.forEach((a, k) => {
      gradient[pair * SHARED + k] += residual * a;
      ofShared.forEach((b, l) => curvature[k * SHARED + l] += a * b);
    });
  }
  // Minus the inverse times each pair's gradient, one column per pair.
  const responses = solve(matrix, gradients, columns).map((value) => -value);
  return { equations: { own, gradient, curvature }, responses };
}

for (const size of [1, 2, 3]) {
  const { equations, responses } = problem(size);
  const ownCount = COUNT * size;
  const tolerance = { relative: 1e-10, absolute: 1e-12 };

  Deno.test(`with ${size} own parameters per pair, elimination solves the dense normal equations`, () => {
    const { shared, own } = solveJoint(eliminateOwn(equations));
    const expected = Array.from(
      { length: ownCount + SHARED },
      (_, k) =>
        responses.subarray(k * COUNT, (k + 1) * COUNT)
          .reduce((sum, value) => sum + value, 0),
    );
    allclose(own, expected.slice(0, ownCount), tolerance);
    allclose(shared, expected.slice(ownCount), tolerance);
  });

  Deno.test(`with ${size} own parameters per pair, influences are the dense solutions for each pair's gradient`, () => {
    const { matrix, scores } = eliminateOwn(equations);
    // Only the first two shared unknowns are asked for.
    const out = new Float64Array(COUNT * 2);
    influencesOfScores(inverseOf(matrix, SHARED), scores, out);
    const expected = out.map((_, at) =>
      responses[(ownCount + at % 2) * COUNT + Math.floor(at / 2)]
    );
    allclose(out, expected, tolerance);
  });
}
