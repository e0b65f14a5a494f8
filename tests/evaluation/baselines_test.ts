import { assert } from "@std/assert";
import { baselines } from "#lib/evaluation/baselines.ts";
import {
  type Distribution,
  normalModes,
  uniform,
} from "#lib/random/distributions.ts";
import { randomStream } from "#lib/random/streams.ts";

const scoresOf = (distribution: Distribution) => {
  const stream = randomStream(0, "truth");
  const t = Array.from({ length: 20_000 }, () => distribution.sample(stream));
  const { normal, uniform } = baselines(t);
  return [normal.wassersteinOverStd, uniform.wassersteinOverStd];
};

// W1 / sd of two samples of n numbers is about 1 / sqrt(n): 0.007 here.
const NOISE = 0.02;

Deno.test("a normal guess matches a normal truth, and a uniform guess does not", () => {
  const [normal, uniform] = scoresOf(normalModes([3], 0.5));
  assert(normal < NOISE, `${normal}`);
  assert(uniform > 0.3, `${uniform}`);
});

Deno.test("a uniform guess matches a uniform truth, and a normal guess nearly does", () => {
  const [normal, even] = scoresOf(uniform(-0.35, 0.35));
  assert(even < NOISE, `${even}`);
  assert(normal > 0.05 && normal < 0.2, `${normal}`);
});

Deno.test("neither guess matches two modes", () => {
  const [normal, uniform] = scoresOf(normalModes([-0.2, 0.2], 0.04));
  assert(normal > 0.2, `${normal}`);
  assert(uniform > 0.2, `${uniform}`);
});

Deno.test("the baselines are deterministic, and do not depend on the truth's unit", () => {
  const truth = Array.from({ length: 50 }, randomStream(0, "truth"));
  const [one, again, other] = [
    baselines(truth),
    baselines(truth),
    baselines(truth.map((t) => 5 - 100 * t)),
  ];
  assert(one.normal.wassersteinOverStd === again.normal.wassersteinOverStd);
  const gap = one.uniform.wassersteinOverStd - other.uniform.wassersteinOverStd;
  assert(Math.abs(gap) < 1e-9);
});

Deno.test("both guesses match a constant truth", () => {
  const { normal, uniform } = baselines([0.25, 0.25, 0.25]);
  assert(normal.wassersteinOverStd === 0);
  assert(uniform.wassersteinOverStd === 0);
});
