import { assert, assertEquals, assertMatch } from "@std/assert";
import { withOtherPartners } from "#lib/datasets/pairs.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { sharesOf } from "#lib/detection/shares.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { against, judged } from "./judged.ts";
import {
  blobScene,
  drawnT,
  movedPairs,
  type Scene,
  waveScene,
} from "./moved_blobs.ts";

const { rotation, translationX } = transformations;
const SIZE = 12, CELLS = SIZE * SIZE;

/** Pairs of small images. */
const moved: typeof movedPairs = (flow, t, options) =>
  movedPairs(flow, t, { size: SIZE, ...options });

/** A function that gives the same scene for every pair. */
const always = (scene: Scene) => () => scene;
const oneScene = waveScene(randomStream(3, "one scene"));

/** Adds noise to both images of every pair. */
function noisy(pairs: Pairs, sd: number): Pairs {
  const gauss = standardNormal(randomStream(0, "noise"));
  const seen = (images: Float32Array) =>
    images.map((value) => value + sd * gauss());
  return { ...pairs, x0: seen(pairs.x0), xt: seen(pairs.xt) };
}

for (const noise of [0, 0.01]) {
  Deno.test(`one scene turned by a different angle in every pair, noise ${noise}: found, with the finding that images of different pairs are alike`, async () => {
    const pairs = moved(rotation.flow, drawnT(90, -0.5, 0.5), {
      scene: always(oneScene),
    });
    const found = await judged(noisy(pairs, noise), affine);
    const shown = JSON.stringify(found.evidence);
    assertEquals(found.verdict.kind, "found", shown);
    assert(found.evidence.explainedByChance > 0.7, shown);
    assertEquals(found.findings.map(({ kind }) => kind), ["alike-images"]);
    const { degrees, outside } = against(rotation.field, affine, found);
    assert(degrees < 1, `${degrees}`);
    assertEquals(outside, []);
  });
}

for (
  const [what, scene] of [["blobs", blobScene], ["waves", waveScene]] as const
) {
  Deno.test(`${what} with partners from other pairs: none, without findings`, async () => {
    const pairs = moved(rotation.flow, drawnT(100, -0.6, 0.6), { scene });
    const mixed = withOtherPartners(pairs, randomStream(0, "partners"));
    const { verdict, evidence, findings } = await judged(mixed, affine);
    const shown = JSON.stringify(evidence);
    assertEquals(verdict.kind, "none", shown);
    assertMatch(verdict.reason, /not related by one flow$/, shown);
    assertEquals(findings, []);
  });
}

Deno.test("gratings shifted by less than half a period: found, with the finding that t is ambiguous", async () => {
  const period = 6 / (SIZE / 2);
  const grating = (stream: () => number): Scene => {
    const [a, b] = [2 * Math.PI * stream(), 2 * Math.PI * stream()];
    const k = 2 * Math.PI / period;
    return (x, y) =>
      0.5 + 0.25 * Math.sin(k * x + a) + 0.15 * Math.sin(k * y + b);
  };
  const reach = 0.42 * period;
  const found = await judged(
    moved(translationX.flow, drawnT(90, -reach, reach), {
      scene: grating,
    }),
    affine,
  );
  assertEquals(found.verdict.kind, "found", JSON.stringify(found.evidence));
  const kinds = found.findings.map(({ kind }) => kind);
  assert(kinds.includes("ambiguous-t"), `${kinds}`);
  const { degrees } = against(translationX.field, affine, found);
  assert(degrees < 1, `${degrees}`);
});

/** Pairs of blobs shifted by whole pixels, cyclically and exactly. */
function rolled(): Pairs {
  const still = moved(rotation.flow, new Float64Array(120));
  const xt = still.xt.map((_, i) => {
    const [pair, row, column] = [
      Math.floor(i / CELLS),
      Math.floor(i / SIZE) % SIZE,
      i % SIZE,
    ];
    const from = (column - (pair % 5 - 2) + SIZE) % SIZE;
    return still.x0[pair * CELLS + row * SIZE + from];
  });
  return { ...still, xt };
}

Deno.test("shifts by whole pixels fit exactly: found, with narrow intervals", async () => {
  const found = await judged(rolled(), affine);
  assertEquals(found.verdict.kind, "found", JSON.stringify(found.evidence));
  const { degrees, outside } = against(translationX.field, affine, found);
  assert(degrees < 0.1, `${degrees}`);
  assertEquals(outside, []);
  for (const { low, high } of found.coefficients) {
    assert(high - low < 0.02 && low >= -1 && high <= 1, `${low} to ${high}`);
  }
});

/** Blobs that may lie across the edge. */
function wideBlobs(stream: () => number): Scene {
  const peaks = Array.from({ length: 4 }, () => ({
    x: 1.5 * (stream() - 0.5),
    y: 1.5 * (stream() - 0.5),
    height: 0.3 + 0.7 * stream(),
  }));
  return (x, y) =>
    peaks.reduce((sum, peak) => {
      const r2 = (x - peak.x) ** 2 + (y - peak.y) ** 2;
      return sum + peak.height * Math.exp(-r2 / (2 * 0.12 ** 2));
    }, 0);
}

/** Pairs with the upper and the lower rows cut off. */
function cutToStrip(pairs: Pairs, rows: number): Pairs {
  const height = pairs.height - 2 * rows, size = pairs.width * pairs.height;
  const cut = (images: Float32Array) =>
    Float32Array.from(
      { length: pairs.count * height * pairs.width },
      (_, i) => {
        const pair = Math.floor(i / (height * pairs.width));
        const at = i - pair * height * pairs.width;
        return images[pair * size + rows * pairs.width + at];
      },
    );
  return { ...pairs, height, x0: cut(pairs.x0), xt: cut(pairs.xt) };
}

for (const rows of [0, 2]) {
  Deno.test(`objects that the edge cuts, ${SIZE - 2 * rows} x ${SIZE} pixels: content beyond the frame is not taken for black`, async () => {
    const pairs = moved(rotation.flow, drawnT(100, -0.5, 0.5), {
      scene: wideBlobs,
    });
    const strip = {
      ...cutToStrip(pairs, rows),
      surroundings: "black" as const,
    };
    const found = await judged(strip, affine);
    assertEquals(found.verdict.kind, "found", JSON.stringify(found.evidence));
    const { degrees, outside } = against(rotation.field, affine, found);
    assert(degrees < 0.5, `${degrees}`);
    assertEquals(outside, []);
  });
}

Deno.test("a few wild pixels change neither generator nor verdict", async () => {
  const pairs = moved(rotation.flow, drawnT(90, -0.5, 0.5), {
    scene: waveScene,
  });
  const xt = pairs.xt.slice();
  for (let pair = 0; pair < 90; pair += 10) {
    for (let cell = 0; cell < 4; cell++) xt[pair * CELLS + cell] = -9999;
  }
  const found = await judged({ ...pairs, xt }, affine);
  assertEquals(found.verdict.kind, "found", JSON.stringify(found.evidence));
  assertEquals(found.findings.map(({ kind }) => kind), ["wild-values"]);
  assert(against(rotation.field, affine, found).degrees < 0.5);
});

/** Pairs whose held-out images have partners from other pairs. */
function withStrangersHeld(pairs: Pairs): Pairs {
  const { held } = sharesOf(pairs.count);
  const xt = pairs.xt.slice();
  held.forEach((pair, i) => {
    const other = held[(i + 1) % held.length];
    xt.set(pairs.xt.subarray(other * CELLS, (other + 1) * CELLS), pair * CELLS);
  });
  return { ...pairs, xt };
}

Deno.test("the second generator does not depend on held-out pairs", async () => {
  // Under noise the first generator leaves enough for a second one.
  const pairs = noisy(moved(rotation.flow, drawnT(120, -0.5, 0.5)), 0.1);
  const before = await judged(pairs, affine);
  const after = await judged(withStrangersHeld(pairs), affine);
  assert(before.evidence.angleOfTwo > 0);
  assertEquals(after.evidence.angleOfTwo, before.evidence.angleOfTwo);
  assert(after.evidence.explained < 0.5 * before.evidence.explained);
});

Deno.test("if only held-out pairs have fields of their own, no several generators are looked for", async () => {
  const pairs = noisy(moved(rotation.flow, drawnT(80, -0.5, 0.5)), 0.1);
  const found = await judged(withStrangersHeld(pairs), affine);
  assert(found.evidence.matchedByOwnFields >= 0.5);
  assertEquals(found.evidence.leftByGenerators, []);
});

Deno.test("pairs that do not move have finite evidence", async () => {
  const pairs = moved(rotation.flow, new Float64Array(80));
  const { verdict, evidence } = await judged(pairs, affine);
  assertEquals(verdict.kind, "not-identifiable");
  const { leftByGenerators, ...numbers } = evidence;
  assertEquals(leftByGenerators, []);
  for (const [name, value] of Object.entries(numbers)) {
    assert(Number.isFinite(value), `${name}: ${value}`);
  }
});

/** Changes every xt by a random gain and offset. */
function lit(pairs: Pairs, turned = true): Pairs {
  const stream = randomStream(0, "light");
  const lights = Array.from({ length: pairs.count }, () => ({
    gain: 0.6 + 0.6 * stream(),
    offset: 0.2 * stream() - 0.1,
  }));
  const from = turned ? pairs.xt : pairs.x0;
  const xt = from.map((value, i) => {
    const { gain, offset } = lights[Math.floor(i / CELLS)];
    return gain * value + offset;
  });
  return { ...pairs, xt };
}

for (
  const [what, scene] of [["blobs", blobScene], ["waves", waveScene]] as const
) {
  const pairs = moved(rotation.flow, drawnT(90, -0.5, 0.5), { scene });

  Deno.test(`${what} turned, each with another gain and offset: found, and the brightness is named`, async () => {
    const found = await judged(lit(pairs), affine);
    const shown = JSON.stringify(found.evidence);
    assertEquals(found.verdict.kind, "found", shown);
    assertEquals(found.findings.map(({ kind }) => kind), ["brightness"]);
    const { degrees, outside } = against(rotation.field, affine, found);
    assert(degrees < 1, `${degrees}`);
    assertEquals(outside, []);
    const { gainLow, gainHigh } = found.evidence;
    assert(gainLow > 0.6 && gainLow < 0.75, `${gainLow}`);
    assert(gainHigh > 1.05 && gainHigh < 1.2, `${gainHigh}`);
  });

  // One of the two scenes is enough for the other tests.
  if (scene === waveScene) continue;

  Deno.test(`${what} with another gain and offset, and not moved: none`, async () => {
    const { verdict } = await judged(lit(pairs, false), affine);
    assertEquals(verdict.kind, "none", verdict.reason);
    assertMatch(verdict.reason, /^the change is not geometric/);
  });

  Deno.test(`${what} turned, under noise: all but the noise is explained, and the reason says so`, async () => {
    const found = await judged(noisy(pairs, 0.12), affine);
    const { explained, noise } = found.evidence;
    const shown = JSON.stringify(found.evidence);
    assert(noise > 0.1 && explained > 0.85, shown);
    assertMatch(found.verdict.reason, /that is not noise/);
    assert(against(rotation.field, affine, found).degrees < 5, shown);
  });
}

Deno.test("turns over the whole circle are found", async () => {
  const found = await judged(
    moved(rotation.flow, drawnT(100, -Math.PI, Math.PI)),
    affine,
  );
  assertEquals(found.verdict.kind, "found", JSON.stringify(found.evidence));
  assert(against(rotation.field, affine, found).degrees < 0.5);
  // Half of the period is pi times sqrt 2, in units of the unit generator.
  const { t } = found.held;
  assert(t.every((value) => Math.abs(value) <= Math.PI * Math.SQRT2 * 1.01));
});
