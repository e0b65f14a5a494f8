import { numbersTo } from "#lib/matching/frames.ts";
import type { Interval } from "#lib/matching/intervals.ts";
import { assert, assertEquals } from "@std/assert";
import { type Alternative, jointIntervals } from "#lib/matching/intervals.ts";
import { clustersOf } from "#lib/matching/clusters.ts";
import { unit } from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { allclose } from "../allclose.ts";

const TERMS = 6, PAIRS = 300;

/** A fit whose pairs each pull it from the truth by a given tangent vector. */
function fitTo(
  truth: ArrayLike<number>,
  pulls: Float64Array,
  places = new Float64Array(TERMS),
): Alternative {
  const sum = Float64Array.from(truth);
  pulls.forEach((value, i) => sum[i % TERMS] += value);
  const alpha = Float64Array.from(unit(Array.from(sum)));
  // A fit's influences lie in the tangent space at its own end.
  const pairs = pulls.slice();
  for (let start = 0; start < pairs.length; start += TERMS) {
    const along = alpha.reduce(
      (a, value, k) => a + value * pairs[start + k],
      0,
    );
    alpha.forEach((value, k) => pairs[start + k] -= along * value);
  }
  return {
    alpha,
    nextAlpha: alpha,
    pairs: numbersTo(pulls.length / TERMS),
    influences: { pairs, places, blocks: pairs, blocksPerPair: 1 },
  };
}

/** Random correlated pulls, tangent to the sphere at a unit vector. */
function pullsAt(
  truth: ArrayLike<number>,
  size: number,
  gauss: () => number,
): Float64Array {
  const out = new Float64Array(PAIRS * TERMS);
  for (let i = 0; i < PAIRS; i++) {
    const common = gauss();
    const pull = Array.from(
      { length: TERMS },
      (_, k) => size / Math.sqrt(PAIRS) * ((k + 1) * gauss() + 2 * common),
    );
    const along = pull.reduce((sum, value, k) => sum + value * truth[k], 0);
    pull.forEach((value, k) => {
      out[i * TERMS + k] = value - along * truth[k];
    });
  }
  return out;
}

const holds = (intervals: readonly Interval[], truth: ArrayLike<number>) =>
  intervals.every(({ low, high }, k) => low <= truth[k] && truth[k] <= high);

const halves = (intervals: readonly Interval[]) =>
  intervals.map(({ low, high }) => (high - low) / 2);

for (
  const [what, truth] of [
    ["a mixture of terms", unit([0.3, -0.2, 0.7, 0.4, -0.5, 0.1])],
    ["one term alone", [0, 0, 1, 0, 0, 0]],
  ] as const
) {
  Deno.test(`${what}: all intervals together contain the truth in 95 of 100 sets`, () => {
    const gauss = standardNormal(randomStream(0, "intervals", what));
    const sets = 200;
    let held = 0;
    for (let set = 0; set < sets; set++) {
      const fit = fitTo(truth, pullsAt(truth, 0.002, gauss));
      if (holds(runAtOnce(jointIntervals(fit, [])), truth)) held++;
    }
    // Three standard errors of a share of 0.95 in 200 sets are 0.046.
    assert(Math.abs(held / sets - 0.95) < 0.046, `${held} of ${sets}`);
  });
}

Deno.test("an exact fit has intervals of the arithmetic's precision", () => {
  const truth = [0, 1, 0, 0, 0, 0];
  const fit = fitTo(truth, new Float64Array(PAIRS * TERMS));
  // Another exact fit differs by rounding, which changes the leading coefficient by its
  // square.
  const alpha = Float64Array.from(unit([1e-7, 1, -1e-7, 0, 2e-7, 0]));
  const other = { ...fit, alpha, nextAlpha: alpha };
  const intervals = runAtOnce(jointIntervals(fit, [other, other, other]));
  halves(intervals).forEach((half) =>
    assert(half > 1e-6 && half < 1e-4, `${half}`)
  );
  assert(holds(intervals, truth));
});

Deno.test("the leading coefficient's small error does not widen the other intervals", () => {
  // To first order the pulls do not change the leading coefficient.
  const truth = [1, 0, 0, 0, 0, 0];
  const gauss = standardNormal(randomStream(0, "leading"));
  const fit = fitTo(truth, pullsAt(truth, 0.001, gauss));
  const others = [0, 1, 2].map(() =>
    fitTo(truth, pullsAt(truth, 0.001, gauss))
  );
  const alone = halves(runAtOnce(jointIntervals(fit, [])));
  const all = halves(runAtOnce(jointIntervals(fit, others)));
  all.forEach((half, k) => {
    assert(half < 4 * alone[k] + 1e-4, `${half}, ${alone[k]}`);
    assert(half < 0.05, `${half}`);
  });
});

Deno.test("no interval exceeds the range of a unit vector", () => {
  const truth = unit([1, 1, 0, 0, 0, 0]);
  const gauss = standardNormal(randomStream(0, "wide"));
  const intervals = runAtOnce(jointIntervals(
    fitTo(truth, pullsAt(truth, 3, gauss)),
    [],
  ));
  for (const { low, high } of intervals) {
    assert(low >= -1 && high <= 1 && low < high, `${low} to ${high}`);
  }
});

Deno.test("an alternative that differs only as other pairs would is not counted", () => {
  const truth = unit([0.3, -0.2, 0.7, 0.4, -0.5, 0.1]);
  const gauss = standardNormal(randomStream(0, "others"));
  const ratio = (shift: number) => {
    let sum = 0;
    for (let set = 0; set < 30; set++) {
      const common = pullsAt(truth, 0.01, gauss);
      const fit = fitTo(truth, common);
      // The other fit has half of its information in common: its pulls are the same
      // plus its own.
      const own = pullsAt(truth, 0.005, gauss);
      const pulls = common.map((value, i) => value + own[i]);
      const other = fitTo(truth, pulls);
      const moved = other.alpha.map((value, k) =>
        value + (k === 1 ? shift : 0)
      );
      const alone = halves(runAtOnce(jointIntervals(fit, [])));
      const both = halves(
        runAtOnce(
          jointIntervals(fit, [{ ...other, alpha: moved, nextAlpha: moved }]),
        ),
      );
      sum += both[0] / alone[0] / 30;
    }
    return sum;
  };
  const [same, biased] = [ratio(0), ratio(0.3)];
  assert(same < 1.1, `${same}`);
  assert(biased > 2, `${biased}`);
});

Deno.test("errors fixed to a place of the frame add to the variance", () => {
  const truth = unit([1, 1, 1, 1, 1, 1]);
  const gauss = standardNormal(randomStream(0, "places"));
  const pulls = pullsAt(truth, 0.001, gauss);
  const variance = new Float64Array(TERMS);
  pulls.forEach((value, i) => variance[i % TERMS] += value ** 2);
  const [alone, both] = [new Float64Array(TERMS), variance.map((v) => 3 * v)]
    .map((places) =>
      halves(runAtOnce(jointIntervals(fitTo(truth, pulls, places), [])))
    );
  both.forEach((half, k) => {
    const ratio = half / alone[k];
    // The ratio is 2, apart from the draws' degrees of freedom and correlations.
    assert(ratio > 1.6 && ratio < 2.4, `${ratio}`);
  });
});

Deno.test("an alternative with the other sign is the same alternative", () => {
  const truth = unit([0.3, -0.2, 0.7, 0.4, -0.5, 0.1]);
  const gauss = standardNormal(randomStream(0, "gauge"));
  const fit = fitTo(truth, pullsAt(truth, 0.01, gauss));
  const other = fitTo(truth, pullsAt(truth, 0.01, gauss));
  const biased = other.alpha.map((value, k) => value + (k === 1 ? 0.3 : 0));
  const shifted = { ...other, alpha: biased, nextAlpha: biased };
  const turned = {
    pairs: other.pairs,
    alpha: biased.map((value) => -value),
    nextAlpha: biased.map((value) => -value),
    influences: {
      ...other.influences,
      pairs: other.influences.pairs.map((value) => -value),
    },
  };
  const [same, again, alone] = [[shifted], [turned], []].map((others) =>
    runAtOnce(jointIntervals(fit, others))
  );
  assertEquals(again, same);
  halves(same).forEach((half, k) => assert(half > 1.5 * halves(alone)[k]));
});

Deno.test("a fit that did not converge has wide intervals", () => {
  const truth = unit([0.3, -0.2, 0.7, 0.4, -0.5, 0.1]);
  const gauss = standardNormal(randomStream(0, "unsettled"));
  const fit = fitTo(truth, pullsAt(truth, 0.001, gauss));
  const nextAlpha = Float64Array.from(
    unit(Array.from(fit.alpha, (value, k) => value + (k === 0 ? 0.2 : 0))),
  );
  const [settled, unsettled] = [fit, { ...fit, nextAlpha }].map((fit) =>
    halves(runAtOnce(jointIntervals(fit, [])))
  );
  unsettled.forEach((half, k) => assert(half > 5 * settled[k], `${half}`));
});

Deno.test("influences that are not finite give the whole range of a unit vector", () => {
  const fit = fitTo([0, 0, 1, 0, 0, 0], new Float64Array(PAIRS * TERMS));
  fit.influences.pairs[0] = NaN;
  for (const { low, high } of runAtOnce(jointIntervals(fit, [])).slice(0, 1)) {
    assertEquals([low, high], [-1, 1]);
  }
});

/**
 * Number of sets without clusters, enough to show that intervals are far too narrow.
 */
const FEW_SETS = 40;

/**
 * Shares of sets whose intervals contain the truth: without clusters, for few sets, and
 * with them.
 */
function coverage(
  sets: number,
  truth: Float64Array,
  clusters: Uint32Array,
  draw: () => Float64Array,
): readonly [number, number] {
  let [plain, clustered] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const drawn = draw();
    const count = drawn.length / TERMS;
    for (let start = 0; start < drawn.length; start += TERMS) {
      const pull = drawn.subarray(start, start + TERMS);
      const along = pull.reduce((sum, value, k) => sum + value * truth[k], 0);
      truth.forEach((value, k) => pull[k] -= along * value);
    }
    const fit = fitTo(truth, drawn);
    // At the end of a fit the gradients of all pairs sum to 0.
    const mean = new Float64Array(TERMS);
    const { pairs } = fit.influences;
    pairs.forEach((value, i) => mean[i % TERMS] += value / count);
    pairs.forEach((_, i) => pairs[i] -= mean[i % TERMS]);
    if (set < FEW_SETS && holds(runAtOnce(jointIntervals(fit, [])), truth)) {
      plain++;
    }
    if (holds(runAtOnce(jointIntervals(fit, [], clusters)), truth)) clustered++;
  }
  return [plain / FEW_SETS, clustered / sets];
}

for (const sequences of [8, 40]) {
  Deno.test(`pairs of ${sequences} sequences: intervals with clusters contain the truth, others are too narrow`, () => {
    const truth = unit([0.3, -0.2, 0.7, 0.4, -0.5, 0.1]);
    const pairs = 6, sets = 200;
    const gauss = standardNormal(randomStream(0, "sequences", `${sequences}`));
    const clusters = Uint32Array.from(
      { length: sequences * pairs },
      (_, pair) => Math.floor(pair / pairs),
    );
    const size = 0.002 / clusters.length;
    // Half of the variance is common to all pairs of a sequence.
    const draw = () => {
      const out = new Float64Array(clusters.length * TERMS);
      for (let sequence = 0; sequence < sequences; sequence++) {
        const common = Array.from({ length: TERMS }, gauss);
        for (let i = 0; i < pairs * TERMS; i++) {
          out[sequence * pairs * TERMS + i] = size *
            (common[i % TERMS] + gauss());
        }
      }
      return out;
    };
    const [plain, clustered] = coverage(sets, truth, clusters, draw);
    // Three standard errors of a share of 0.95 in 40 sets are 0.1.
    assert(plain < 0.7, `${plain}`);
    // Three standard errors in 200 sets are 0.046.
    assert(Math.abs(clustered - 0.95) < 0.046, `${clustered}`);
  });
}

Deno.test("neighbours of one sequence: intervals with blocks contain the truth in 9 of 10 sets", () => {
  const truth = unit([0.3, -0.2, 0.7, 0.4, -0.5, 0.1]);
  const pairs = 400, sets = 200, kept = 0.7;
  const gauss = standardNormal(randomStream(0, "neighbours"));
  const clusters = clustersOf({
    group: new Uint32Array(pairs),
    frame: Uint32Array.from({ length: pairs }, (_, i) => i),
    lag: 1,
  });
  const draw = () => {
    const out = new Float64Array(pairs * TERMS);
    out.forEach((_, i) => {
      const before = i < TERMS ? gauss() : out[i - TERMS];
      out[i] = kept * before + Math.sqrt(1 - kept ** 2) * gauss();
    });
    return out.map((value) => 0.002 / pairs * value);
  };
  const [plain, clustered] = coverage(sets, truth, clusters, draw);
  assert(plain < 0.5, `${plain}`);
  // Consecutive blocks are slightly dependent.
  assert(clustered > 0.85, `${clustered}`);
});

/** A fit and an alternative with partly other pairs. */
function fitAndOther() {
  const truth = unit([0.3, -0.2, 0.7, 0.4, -0.5, 0.1]);
  const gauss = standardNormal(randomStream(0, "clusters"));
  const fit = fitTo(truth, pullsAt(truth, 0.01, gauss));
  const other = fitTo(truth, pullsAt(truth, 0.02, gauss));
  return [fit, { ...other, pairs: other.pairs.map((pair) => pair + 40) }];
}

Deno.test("clusters of one pair give the intervals of independent pairs", () => {
  const [fit, other] = fitAndOther();
  const clusters = numbersTo(PAIRS + 40).map((pair) => (7 * pair) % 1000);
  assertEquals(
    runAtOnce(jointIntervals(fit, [other], clusters)),
    runAtOnce(jointIntervals(fit, [other])),
  );
});

Deno.test("the order of the pairs and the clusters' numbers do not matter", () => {
  const [fit, other] = fitAndOther();
  const clusters = numbersTo(PAIRS + 40).map((pair) => Math.floor(pair / 7));
  const turned = (one: Alternative): Alternative => ({
    ...one,
    pairs: one.pairs.toReversed(),
    influences: {
      ...one.influences,
      pairs: Float64Array.from(
        one.pairs.toReversed().flatMap((_, i) => {
          const start = (one.pairs.length - 1 - i) * TERMS;
          return [...one.influences.pairs.subarray(start, start + TERMS)];
        }),
      ),
    },
  });
  const ends = (intervals: readonly Interval[]) =>
    intervals.flatMap(({ low, high }) => [low, high]);
  allclose(
    ends(runAtOnce(jointIntervals(
      turned(fit),
      [turned(other)],
      clusters.map((cluster) => 999 - cluster),
    ))),
    ends(runAtOnce(jointIntervals(fit, [other], clusters))),
    { absolute: 1e-12 },
  );
});

Deno.test("a single cluster gives the whole range, for its scatter is unknown", () => {
  const [fit] = fitAndOther();
  for (
    const { low, high } of runAtOnce(
      jointIntervals(fit, [], new Uint8Array(PAIRS)),
    )
  ) {
    assertEquals([low, high], [-1, 1]);
  }
});
