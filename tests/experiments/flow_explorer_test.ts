import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { ticks } from "d3-array";
import { parseHTML } from "linkedom";
import { transformedOutput } from "#lib/evaluation/reconstruction.ts";
import { flowExplorerOf } from "#lib/experiments/flow_explorer.ts";
import { pixelBytes } from "#lib/figures/images/pixel_image.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { warp } from "#lib/images/warp.ts";
import { norm, projectField } from "#lib/lie/basis.ts";
import { logOfUniform } from "#lib/random/distributions.ts";
import { finishSmall, HELD, type SmallResult } from "./small_run.ts";

const PAIR = 3;

/** The bytes of the frames of every panel. */
function framesOf({ html }: { readonly html: string }) {
  const { document } = parseHTML(`<html><body>${html}</body></html>`);
  return [...document.querySelectorAll("[data-frames]")].map((panel) => {
    const bytes = Uint8Array.fromBase64(panel.getAttribute("data-frames")!);
    const size = ["height", "width", "channels"]
      .map((name) => Number(panel.getAttribute(`data-${name}`)))
      .reduce((a, b) => a * b);
    const count = bytes.length / size;
    assert(Number.isInteger(count));
    return Array.from(
      { length: count },
      (_, i) => bytes.slice(i * size, (i + 1) * size),
    );
  });
}

function imageOf({ prepared: { held: { pairs } } }: SmallResult) {
  const size = pairs.height * pairs.width;
  return pairs.x0.slice(PAIR * size, (PAIR + 1) * size);
}

const far = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);

Deno.test("there is a frame for every t of the support, and the frame at 0 is the image", async () => {
  const result = await finishSmall();
  const { prepared, evaluation } = result;
  const output = flowExplorerOf(prepared, evaluation, { pair: PAIR });
  const [low, high] = prepared.spec.experiment.distribution.support;
  const times = ticks(low, high, 40);
  const still = times.indexOf(0);
  assertEquals([times.length, still], [35, 17]);
  const panels = framesOf(output);
  assertEquals(panels.map(({ length }) => length), [35, 35, 35]);
  assertEquals(panels[0][still], pixelBytes(imageOf(result)));
  assert(far(panels[0][0], panels[0][still]) > 20);
  const { document } = parseHTML(`<html><body>${output.html}</body></html>`);
  const slider = document.querySelector("input")!;
  assertEquals(
    ["min", "max", "step", "value"].map((name) => slider.getAttribute(name)),
    ["-17", "17", "1", "0"],
  );
  const labels = JSON.parse(slider.getAttribute("data-labels")!);
  assertEquals([labels[0], labels[34]], ["−0.34 radians", "0.34 radians"]);
  assert(document.querySelector("label")!.textContent!.includes("angle t"));
});

Deno.test("the true generator moves the image as the truth does, whatever the gauge", async () => {
  const result = await finishSmall();
  const { prepared, evaluation } = result;
  const { transformation, distribution } = prepared.spec.experiment;
  const { alpha } = evaluation.scored!;
  const length = Math.abs(evaluation.scale);
  const image = imageOf(result);
  const expected = ticks(...distribution.support, 40).map((t) =>
    pixelBytes(warp(image, 16, 16, 1, transformation.flow, t))
  );
  for (const scale of [length, -length]) {
    const known = { ...evaluation, alpha, scale };
    const [moved] = framesOf(flowExplorerOf(prepared, known, { pair: PAIR }));
    moved.forEach((frame, i) => assert(far(frame, expected[i]) <= 1, `${i}`));
  }
});

Deno.test("the model's output is shown for t in the model's own unit", async () => {
  const result = await finishSmall();
  const { prepared, evaluation } = result;
  const image = imageOf(result);
  const one = { ...prepared.held.pairs, count: 1, x0: image, xt: image };
  const scale = -2 * Math.abs(evaluation.scale);
  const before = tf.memory().numTensors;
  const [, output] = framesOf(
    flowExplorerOf(prepared, { ...evaluation, scale }, { pair: PAIR }),
  );
  assertEquals(tf.memory().numTensors, before);
  const times = ticks(...prepared.spec.experiment.distribution.support, 40);
  for (const i of [0, 17, 34]) {
    const t = Float32Array.of(times[i] * scale);
    const expected = transformedOutput(prepared.trainer.model, one, t);
    assert(far(output[i], pixelBytes(expected)) <= 1, `${i}`);
  }
});

Deno.test("frames of a support without 0 begin with the image itself", async () => {
  const result = await finishSmall();
  const { prepared, evaluation } = result;
  const { spec } = prepared;
  const { basis } = spec.experiment;
  const transformation = transformations.scaling;
  const { coefficients } = projectField(transformation.field, basis);
  const experiment = {
    ...spec.experiment,
    transformation,
    distribution: logOfUniform(1.2, 1.8),
  };
  const output = flowExplorerOf(
    { ...prepared, spec: { ...spec, experiment } },
    { ...evaluation, unit: "log-scale", scale: norm(coefficients) },
    { pair: PAIR },
  );
  const [moved] = framesOf(output);
  assertEquals(moved[0], pixelBytes(imageOf(result)));
  assert(output.caption.includes("t from 0 to 0.58 log-scale"), output.caption);
  assert(output.html.includes('min="0"'));
});

Deno.test("flowExplorerOf names what is wrong", async () => {
  const { prepared, evaluation } = await finishSmall();
  for (const pair of [-1, 0.5, HELD]) {
    assertThrows(
      () => flowExplorerOf(prepared, evaluation, { pair }),
      RangeError,
      `pair: expected an integer from 0 to 39, found ${pair}`,
    );
  }
});
