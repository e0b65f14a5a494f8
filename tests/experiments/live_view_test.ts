import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { jupyterDisplay } from "#lib/display/jupyter.ts";
import type { Broadcast } from "#lib/runtime/notebook.ts";
import { silentDisplay } from "#lib/display/silent.ts";
import { watchLive } from "#lib/experiments/live_view.ts";
import type { Prepared } from "#lib/experiments/prepare.ts";
import { trainRun } from "#lib/experiments/run.ts";
import { binsBetween } from "#lib/figures/histogram/shared_bins.ts";
import { norm } from "#lib/lie/basis.ts";
import { trueCoefficients } from "#lib/experiments/catalogue.ts";
import { estimate } from "#lib/evaluation/estimate.ts";
import { gaugeSign } from "#lib/lie/gauge.ts";
import { densities } from "#lib/figures/histogram/histogram_marks.ts";
import { otherEvents } from "#lib/runtime/other_events.ts";
import type { StepReport } from "#lib/training/trainer.ts";
import { all, type Marks, numberOf, parseSvg } from "../figures/parse_svg.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { prepareSmall, smallExperiment, smallSpec } from "./small_run.ts";

interface Drawing {
  readonly at: number;
  readonly id: string;
  readonly update: boolean;
  readonly svg: Marks;
  readonly caption: string;
}

/** A notebook with its clock; each drawing takes `cost` milliseconds. */
function fakeNotebook({ cost = 0 } = {}) {
  const drawings: Drawing[] = [];
  const clock = { ms: 0 };
  let ids = 0;
  const broadcast: Broadcast = (type, content) => {
    const data = content.data as Record<string, string>;
    const svg = data["image/svg+xml"];
    if (svg !== undefined) {
      const { display_id } = content.transient as { display_id: string };
      drawings.push({
        at: clock.ms,
        id: display_id,
        update: type === "update_display_data",
        svg: parseSvg({ svg }),
        caption: data["text/plain"],
      });
      clock.ms += cost;
    }
    return Promise.resolve();
  };
  const now = () => clock.ms;
  const newId = () => `id-${++ids}`;
  const display = jupyterDisplay({ broadcast, now, newId });
  return { display, drawings, clock, options: { now } };
}

/** Makes reports as a training does, without training; their loss is `step`. */
function reporter({ trainer: { model, state } }: Prepared) {
  const alpha = model.alpha.dataSync<"float32">();
  return (step: number): StepReport => {
    const report = {
      step,
      stage: "basin",
      total: step,
      transformed: 0,
      latent: 0,
      reconstruction: 0,
      matching: step,
      sparsity: 0,
      teaching: 0,
      alpha,
    } as const;
    state.step = step;
    state.history.push({ ...report, alpha: Array.from(alpha) });
    return report;
  };
}

/** Number of points of the loss curve. */
const pointsOf = (svg: Marks) =>
  all(svg, ".curve path")[0].getAttribute("d")!.match(/[ML]/g)!.length;

Deno.test("one figure is drawn in place: at the first step, every two seconds and at the end", async () => {
  using run = await prepareSmall();
  const { display, drawings, clock, options } = fakeNotebook();
  const watch = watchLive(run, display, options);
  assertEquals(drawings, []);
  const report = reporter(run);
  for (let step = 1; step <= 100; step++) {
    clock.ms += 50;
    watch.onStep(report(step));
  }
  assertEquals(drawings.map(({ at }) => at), [50, 2050, 4050]);
  watch.finish();
  watch.finish();
  assertEquals(drawings.length, 4);
  assertEquals(drawings.map(({ update }) => update), [
    false,
    true,
    true,
    true,
  ]);
  assertEquals(new Set(drawings.map(({ id }) => id)).size, 1);
  assertEquals(drawings.slice(1).map(({ svg }) => pointsOf(svg)), [
    41,
    81,
    100,
  ]);
  assert(drawings[3].caption.startsWith("Training at step 100 of 4:"));
});

Deno.test("slow drawing is done less often, for a twenty-fifth of the time", async () => {
  using run = await prepareSmall();
  const { display, drawings, clock, options } = fakeNotebook({ cost: 500 });
  const watch = watchLive(run, display, options);
  const report = reporter(run);
  for (let step = 1; clock.ms < 100_000; step++) {
    clock.ms += 500;
    watch.onStep(report(step));
  }
  const gaps = drawings.slice(1).map(({ at }, i) => at - drawings[i].at);
  assertEquals(gaps, Array(gaps.length).fill(12_500));
  assertEquals(drawings.length, 8);
});

Deno.test("a drawing is sent before the step ends, for a notebook's cell gives no other turn", async () => {
  using run = await prepareSmall();
  const { display, drawings, options } = fakeNotebook();
  watchLive(run, display, options).onStep(reporter(run)(1));
  assertEquals(drawings.length, 1);
});

Deno.test("steps that are faster than their values are drawn once", async () => {
  using run = await prepareSmall();
  const { display, drawings, clock, options } = fakeNotebook();
  const watch = watchLive(run, display, { ...options, later: true });
  const report = reporter(run);
  for (let step = 1; step <= 5; step++) {
    clock.ms += 5000;
    watch.onStep(report(step));
  }
  assertEquals(drawings, []);
  await otherEvents();
  assertEquals(drawings.length, 1);
});

Deno.test("no tensor is held between drawings, and a late value does not replace the last drawing", async () => {
  using run = await prepareSmall();
  const { display, drawings, options } = fakeNotebook();
  const report = reporter(run);
  const later = { ...options, later: true };
  const watch = watchLive(run, display, later);
  const before = tf.memory().numTensors;
  watch.onStep(report(1));
  await otherEvents();
  assertEquals(tf.memory().numTensors, before);
  const again = watchLive(run, display, later);
  again.onStep(report(2));
  again.finish();
  const end = drawings.length;
  await otherEvents();
  assertEquals(drawings.length, end);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("a training watched again continues its curve in a new figure", async () => {
  using run = await prepareSmall();
  const { display, drawings, options } = fakeNotebook();
  const report = reporter(run);
  const watched = (...steps: number[]) => {
    const watch = watchLive(run, display, options);
    for (const step of steps) watch.onStep(report(step));
    watch.finish();
    return drawings.at(-1)!;
  };
  const first = watched(1, 2, 3);
  const second = watched(4, 5);
  assert(first.id !== second.id);
  const firstOf = ({ id }: Drawing) => drawings.find((d) => d.id === id)!;
  assertEquals([first, second].map((d) => firstOf(d).update), [false, false]);
  assertEquals([first, second].map(({ svg }) => pointsOf(svg)), [3, 5]);
  // The training has ended already, so its whole curve is drawn once more.
  assertEquals(pointsOf(watched().svg), 5);
  using other = await prepareSmall();
  const count = drawings.length;
  watchLive(other, display, options).finish();
  assertEquals(drawings.length, count, "drew a training that never began");
});

Deno.test("the histogram shows the t-network's t of held-out pairs, in the truth's unit", async () => {
  using run = await prepareSmall();
  const { display, drawings, options } = fakeNotebook();
  const watch = watchLive(run, display, options);
  const runtime = await startTestRuntime();
  await trainRun(run, runtime, { onStep: watch.onStep });
  watch.finish();
  const { trainer, held } = run;
  const { alpha, network } = await estimate(
    trainer.model,
    trainer.pixelFlow,
    held.pairs,
  );
  const coefficients = trueCoefficients(smallExperiment)!;
  const scale = gaugeSign(alpha, coefficients) * norm(coefficients);
  const t = Array.from(network, (v) => v / scale);
  const truth = held.truth!.t;
  const [low, high] = [Math.min(...truth), Math.max(...truth)];
  const pad = (high - low) / 4;
  const bins = binsBetween([low - pad, high + pad], [t, truth], 30);
  const { svg, caption } = drawings.at(-1)!;
  ["network", "truth"].forEach((name, i) => {
    const heights = all(svg, `.${name} rect`)
      .map((bar) => numberOf(bar, "height"));
    const expected = densities(bins, bins.lists[i]);
    const perUnit = Math.max(...heights) /
      Math.max(...expected.map(({ density }) => density));
    expected.forEach(({ density }, k) =>
      assertAlmostEquals(heights[k], density * perUnit, 1e-6)
    );
  });
  assertEquals(
    caption,
    "Training at step 4 of 4: the loss, and the angle between the estimated and the true generator, over the steps; the t-network's angle t of 40 held-out pairs beside the true one.",
  );
});

Deno.test("without a truth only the loss and the estimate are drawn", async () => {
  const experiment = { ...smallExperiment, partners: "others" } as const;
  using run = await prepareSmall({ ...smallSpec, experiment });
  const { display, drawings, options } = fakeNotebook();
  const watch = watchLive(run, display, options);
  watch.onStep(reporter(run)(1));
  watch.finish();
  const { svg } = drawings.at(-1)!;
  assertEquals(all(svg, ".curve path").length, 1);
  assertEquals(all(svg, ".truth rect").length, 0);
});

Deno.test("a display without live figures shows only the progress bar", async () => {
  using run = await prepareSmall();
  const seen: number[] = [];
  let finished = 0;
  const watch = watchLive(run, {
    ...silentDisplay(),
    progress: () => ({
      update: (done) => seen.push(done),
      finish: () => void finished++,
    }),
  });
  const before = tf.memory().numTensors;
  const report = reporter(run);
  for (const step of [1, 2]) watch.onStep(report(step));
  watch.finish();
  assertEquals([seen, finished], [[1, 2], 1]);
  assertEquals(tf.memory().numTensors, before);
});
