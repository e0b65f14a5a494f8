import { assert, assertEquals, assertMatch } from "@std/assert";
import { layerWords } from "#lib/detection/layer_words.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { affine } from "#lib/lie/basis.ts";
import { type Frames, framesOf } from "#lib/matching/frames.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { plainLayer } from "#lib/matching/static_layer.ts";
import { logo, pattern, through, vignette } from "../matching/static_images.ts";
import { against, judged } from "./judged.ts";
import { drawnT, movedPairs, waveScene } from "./moved_blobs.ts";

const size = 12;
const { rotation, translationX } = transformations;
const turned = movedPairs(rotation.flow, drawnT(60, -0.5, 0.5), { size });
const shifted = movedPairs(translationX.flow, drawnT(60, -0.3, 0.3), {
  size,
  scene: waveScene,
  noise: 0.002,
});

const layersOf = ({ findings }: Awaited<ReturnType<typeof judged>>) =>
  findings.filter(({ kind }) => kind === "static-layer").map(({ text }) =>
    text
  );

const cases = [
  [
    "a sensor's pattern of 0.12 of the range",
    turned,
    rotation,
    pattern(size, 0.12),
    /: a pattern that is added.* standard deviation [34]\.\d %/,
  ],
  [
    "a logo that hides the content",
    shifted,
    translationX,
    logo(size, 4),
    /: opaque marks on 16 of 144 cells \(11 %\) at the top right\. It/,
  ],
] as const;

for (const [what, pairs, { field }, layer, text] of cases) {
  Deno.test(`${what} is named and taken out`, async () => {
    const found = await judged(through(pairs, layer), affine);
    assertEquals(found.verdict.kind, "found", found.verdict.reason);
    const { degrees, outside } = against(field, affine, found);
    assert(degrees < 0.5, `${degrees} degrees`);
    assertEquals(outside, []);
    assertEquals(layersOf(found).length, 1);
    assertMatch(layersOf(found)[0], text);
    assert(found.evidence.explained > 0.98, `${found.evidence.explained}`);
  });
}

Deno.test("pairs without a layer are left as they are", async () => {
  const found = await judged(shifted, affine);
  assertEquals(found.verdict.kind, "found");
  assertEquals(found.findings, []);
});

Deno.test("a vignette is told from uneven light and from uneven cells", () => {
  const frames: Frames = runAtOnce(
    framesOf({ ...shifted, surroundings: "unknown" }),
  )!;
  const even = plainLayer(new Uint8Array(size * size));
  const said = (gain: (value: number, cell: number) => number) =>
    runAtOnce(layerWords(
      { ...even, gain: even.gain.map((value, cell) => gain(value, cell)) },
      frames,
      frames.region,
      1,
    ));
  assertMatch(said(vignette(size, 0.5)), /: a vignette: .* falls to 5\d % of/);
  assertMatch(
    said((value, cell) => value * (1 + (cell % size) / size)),
    /: uneven light: .* falls to 5\d % of/,
  );
  assertMatch(
    said((value, cell) => value * (cell % 2 === 0 ? 1.1 : 0.9)),
    /: a sensitivity that differs from cell to cell by 10 % /,
  );
});
