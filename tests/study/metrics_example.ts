import type { Metrics } from "#lib/experiments/metrics.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";

/** The run that a metrics.json belongs to. */
export type MetricsKey = Pick<
  Metrics,
  "experiment" | "seed" | "budget" | "preset" | "variation"
>;

/** A made-up metrics.json, all of whose scores are drawn from the run's key. */
export function metricsExample(key: MetricsKey): Metrics {
  const { experiment, seed, preset, variation } = key;
  const of = `${variation?.name}=${variation?.value}`;
  const next = standardNormal(randomStream(seed, experiment, preset, of));
  const around = (middle: number) => middle * Math.exp(0.3 * next());
  const scores = () => ({
    slope: 1 - around(0.001),
    correlation: 1 - around(0.002),
    meanAbsoluteError: around(0.01),
    medianAbsoluteError: around(0.008),
    failed: 0,
    wasserstein: around(0.002),
    wassersteinOverStd: around(0.01),
  });
  const angleDegrees = around(preset === "stable" ? 0.3 : 3);
  return {
    ...key,
    dataset: "mnist",
    transformation: "rotation",
    distribution: "uniform(-0.349, 0.349)",
    backend: "wasm",
    threads: 1,
    version: "0.1.0",
    model: { latentChannels: 1, parameters: 1000 },
    generator: {
      basis: "quadratic",
      terms: ["∂x", "∂y"],
      estimated: [0.6, 0.8],
      true: [0.6, 0.8],
      absoluteCosine: Math.cos(angleDegrees * Math.PI / 180),
      angleDegrees,
      name: "rotation",
    },
    parameter: {
      unit: "radians",
      pairs: 10_000,
      network: scores(),
      refined: scores(),
      baselines: {
        normal: { wassersteinOverStd: 0.16 },
        uniform: { wassersteinOverStd: 0.02 },
      },
      errorByT: Array.from({ length: 10 }, (_, i) => ({
        from: -0.349 + 0.0698 * i,
        to: -0.349 + 0.0698 * (i + 1),
        pairs: 1000,
        network: around(0.01),
        refined: around(0.001),
      })),
      modes: { true: [], network: [], refined: [] },
    },
    reconstruction: {
      transformed: around(0.02),
      autoencoder: around(0.02),
      identity: 0.03,
      meanImage: 0.06,
    },
    flow: { warpedMse: 0.001, identityMse: 0.03, explained: 0.97 },
    training: {
      steps: 550,
      pairsSeen: 550 * 512,
      seconds: around(60),
      millisecondsPerStep: around(100),
      megabytesPerStep: 100,
      resumed: 0,
      setbacks: 0,
    },
  };
}
