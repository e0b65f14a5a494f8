import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
} from "@std/assert";
import { integrateField } from "#lib/flow/integrate.ts";
import { fieldOf } from "#lib/lie/basis.ts";
import { motionErrors } from "../../bench/motion_errors.ts";
import {
  affineMoved,
  moved,
  pixelCentres,
  sine,
} from "../../bench/sinusoid_images.ts";
import { runTrial } from "../../bench/sinusoid_scene.ts";
import { trialLine, trialsIn, trialTable } from "../../bench/sinusoid_table.ts";
import { drawTrial, FLOWS, movedAlong } from "../../bench/sinusoid_trial.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

/** Largest corner error at 200 x 200, px, and largest bias of the log-scale. */
const CORNER_PX = 0.004, SCALE_BIAS = 2e-6;

Deno.test({
  ...needs(projectFiles),
  name:
    "the trials in bench/sinusoid_scene.txt keep the bounds, and its tables are theirs",
  async fn() {
    const text = await read("bench/sinusoid_scene.txt");
    const trials = trialsIn(text);
    for (const side of [28, 200]) {
      const table = trialTable(trials.filter((trial) => trial.side === side));
      assertStringIncludes(text, table);
    }
    for (const kind of FLOWS) {
      const large = trials.filter((trial) =>
        trial.side === 200 && trial.kind === kind
      );
      const rms = Math.sqrt(mean(large.map(({ cornerPx }) => cornerPx ** 2)));
      assert(rms <= CORNER_PX, `${kind}: ${rms} px`);
      if (kind !== "scaling") continue;
      const bias = Math.abs(mean(large.map(({ scaleBias }) => scaleBias!)));
      assert(bias <= SCALE_BIAS, `${bias}`);
    }
  },
});

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

Deno.test("a trial's line is read as it was written", () => {
  const results = [
    {
      kind: "affine" as const,
      side: 200,
      number: 7,
      cornerPx: 4.29e-6,
      seconds: 6.8,
    },
    {
      kind: "scaling" as const,
      side: 28,
      number: 0,
      cornerPx: 0.0031,
      scaleBias: -5.1e-4,
      seconds: 1.5,
    },
  ];
  const text = ["2026", ...results.map(trialLine), "| affine |"].join("\n");
  assertEquals(trialsIn(text), results);
});

Deno.test("a table tells root mean square, quantiles and bias", () => {
  const trials = [3, 4, 0].map((cornerPx, number) => ({
    kind: "scaling" as const,
    side: 28,
    number,
    cornerPx,
    scaleBias: [1, 2, -6][number],
    seconds: 2,
  }));
  assertEquals(
    trialTable(trials).split("\n").at(-1),
    "| scaling | 28 | 3 | 2.9 | 3 | 3.9 | 4 | -1 | 2.0 |",
  );
});

Deno.test("the fast sine agrees with Math.sin", () => {
  for (let angle = -90; angle < 90; angle += 0.0137) {
    assertAlmostEquals(sine(angle), Math.sin(angle), 1e-13);
  }
});

for (const kind of FLOWS) {
  Deno.test(`${kind}: xt is the scene at phi_{-t} of the pixels' centres`, () => {
    const { truth, pairs } = drawTrial(kind, 0, 28);
    const field = fieldOf(truth.basis, truth.alpha);
    const centres = pixelCentres(28);
    for (const pair of [0, 24, 49]) {
      const moved = movedAlong(truth, -truth.t[pair], centres);
      for (const cell of [0, 27, 300, 783]) {
        const [x, y] = integrateField(
          field,
          -truth.t[pair],
          centres[cell],
          centres[784 + cell],
        );
        assertAlmostEquals(moved[cell], x, 1e-8);
        assertAlmostEquals(moved[784 + cell], y, 1e-8);
      }
    }
    // At twice the resolution, the mean of four pixels is close to the pixel.
    const fine = drawTrial(kind, 0, 56);
    assertEquals(fine.truth, truth);
    const start = 49 * 56 * 56 + 20 * 56 + 20;
    const around = [0, 1, 56, 57].map((k) => fine.pairs.xt[start + k]);
    assertAlmostEquals(
      mean(around),
      pairs.xt[49 * 784 + 10 * 28 + 10],
      0.03,
    );
  });
}

Deno.test("affineMoved agrees with integration of the affine field", () => {
  const { truth } = drawTrial("affine", 3, 8);
  const [x1, xx, xy, y1, yx, yy] = truth.alpha;
  const byHand = moved(
    (x, y, out) => {
      out[0] = x1 + xx * x + xy * y;
      out[1] = y1 + yx * x + yy * y;
    },
    0.3,
    pixelCentres(8),
  );
  affineMoved(truth.alpha, 0.3, pixelCentres(8)).forEach((value, i) =>
    assertAlmostEquals(value, byHand[i], 1e-8)
  );
});

Deno.test("the errors of a motion are those of its corners and its log-scale", () => {
  const { truth } = drawTrial("scaling", 0, 8);
  assertEquals(motionErrors(truth, truth, 200), { cornerPx: 0, scaleBias: 0 });
  const turned = {
    ...truth,
    alpha: truth.alpha.map((value) => -value),
    t: truth.t.map((t) => -t),
  };
  assertAlmostEquals(motionErrors(truth, turned, 200).cornerPx, 0, 1e-9);
  const longer = { ...truth, t: truth.t.map((t) => 1.001 * t) };
  const found = motionErrors(truth, longer, 200);
  assertAlmostEquals(found.scaleBias, 0.001, 1e-9);
  // The corners move by up to 20 px, on average by half of that.
  assert(found.cornerPx > 0.005 && found.cornerPx < 0.02, `${found.cornerPx}`);
});

Deno.test("28 x 28: a quadratic flow is found to 0.01 px", async () => {
  const { cornerPx } = await runTrial("quadratic", 0, 28);
  assert(cornerPx < 0.01, `${cornerPx} px`);
});

Deno.test("64 x 64: a scaling is found to 0.001 px, its log-scale to 1e-4", async () => {
  const { cornerPx, scaleBias } = await runTrial("scaling", 0, 64);
  assert(cornerPx < 0.001, `${cornerPx} px`);
  assert(Math.abs(scaleBias!) < 1e-4, `${scaleBias}`);
});
