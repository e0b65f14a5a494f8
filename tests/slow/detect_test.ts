import { assert, assertEquals, assertMatch } from "@std/assert";
import { unzipSync } from "fflate";
import config from "../../deno.json" with { type: "json" };
import { loadMnist } from "#lib/datasets/mnist.ts";
import { decodeNpy } from "#lib/datasets/npy.ts";
import { writeNpz } from "#lib/datasets/npz_writer.ts";
import { makePairs, withOtherPartners } from "#lib/datasets/pairs.ts";
import type { ImageSet, Pairs } from "#lib/datasets/types.ts";
import { detect } from "#lib/detection/detect.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { readAnswer } from "#lib/detection/read_answer.ts";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import {
  aboutPoint,
  type Transformation,
  transformations,
} from "#lib/flow/transformations.ts";
import { affine, projectField } from "#lib/lie/basis.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import {
  correlation,
  drawn,
  drawnT,
  movedPairs,
} from "../detection/moved_blobs.ts";
import { framed, logo, pattern, through } from "../matching/static_images.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { program, runProgram } from "../programs.ts";
import { startTestRuntime } from "../start_runtime.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

const COUNT = 600, SIZE = 28;

/** Number of pairs that suffices for a verdict. */
const FEW = 120;
const { rotation, scaling } = transformations;

/** Digits of MNIST, beginning with one of its images. */
async function digits(count: number, first = 0): Promise<ImageSet> {
  const all = await loadMnist("train");
  const pixels = all.pixels.slice(
    first * SIZE ** 2,
    (first + count) * SIZE ** 2,
  );
  return { ...all, count, pixels };
}

const moved = (
  images: ImageSet,
  transformation: Transformation,
  low: number,
  high: number,
): Pairs =>
  makePairs(
    images,
    transformation,
    uniform(low, high),
    randomStream(0, "slow detect"),
  ).pairs;

/** Noise as of a camera on both images of every pair. */
function noisy(pairs: Pairs): Pairs {
  const gauss = standardNormal(randomStream(0, "noise"));
  const seen = (images: Float32Array) =>
    images.map((value) => value + 0.02 * gauss());
  return { ...pairs, x0: seen(pairs.x0), xt: seen(pairs.xt) };
}

/**
 * Pairs as a camera of half the resolution sees them, whose smaller frames save most of
 * the time.
 */
function halved(pairs: Pairs): Pairs {
  const height = pairs.height / 2, width = pairs.width / 2;
  const seen = (images: Float32Array) =>
    Float32Array.from({ length: images.length / 4 }, (_, i) => {
      const row = Math.floor(i / width), column = i % width;
      const at = 2 * row * pairs.width + 2 * column;
      const below = at + pairs.width;
      return (images[at] + images[at + 1] + images[below] +
        images[below + 1]) / 4;
    });
  return { ...pairs, height, width, x0: seen(pairs.x0), xt: seen(pairs.xt) };
}

/** A detection with little work, as with `--quick`. */
const quickly = (pairs: Pairs): Promise<Detection> =>
  detect(pairs, { seeds: 1, paperSteps: 0, most: 800 });

Deno.test({
  ...needs(projectFiles, temporaryFolder, program("deno")),
  name: "make-pairs and detect as programs: digits turned about a point",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const { pixels } = await digits(COUNT);
      await writeNpz(`${folder}/digits.npz`, [{
        name: "images",
        shape: [COUNT, SIZE, SIZE],
        type: "|u1",
        async *bytes() {
          yield Uint8Array.from(pixels, (value) => Math.round(255 * value));
        },
      }]);
      const run = async (
        task: "make-pairs" | "detect",
        ...args: readonly string[]
      ) => {
        const words = config.tasks[task].command.split(" ").slice(2);
        const ended = await runProgram("deno", [
          ...["run", "--quiet", ...words, ...args],
        ]);
        assertEquals(ended.code, 0, ended.stderr);
        return ended.stdout;
      };
      await run(
        "make-pairs",
        ...[`${folder}/digits.npz`, "--transformation", "rotation"],
        ...["--about=0.2,-0.1", "--distribution", "uniform:-40deg,40deg"],
        ...["--out", `${folder}/pairs.npz`],
      );
      const text = await run(
        "detect",
        ...[`${folder}/pairs.npz`, "--quick", "--json"],
        ...["--backend", "wasm"],
      );

      const found = readAnswer(text, "stdout");
      assertEquals(found.verdict.kind, "found", found.verdict.reason);
      const alpha = found.coefficients.map(({ value }) => value);
      const { coefficients } = projectField(
        aboutPoint(rotation, 0.2, -0.1).field,
        found.basis,
      );
      const { absoluteCosine } = generatorScores(alpha, coefficients);
      assert(absoluteCosine >= 0.99, `|cos| ${absoluteCosine}`);
      const truth = unzipSync(await Deno.readFile(`${folder}/pairs.truth.npz`));
      const { values } = decodeNpy(truth["t.npy"], "t");
      const { indices, t } = found.held;
      assertEquals(t.length, COUNT / 4);
      const r = correlation(t, Array.from(indices, (i) => values[i]));
      // If the generator found has the opposite sign, so has t.
      const cosine = alpha.reduce((sum, v, k) => sum + v * coefficients[k], 0);
      assert(Math.sign(cosine) * r >= 0.95, `correlation ${r}`);
    }),
});

/** Pairs of the same images, each second image with a gain and an offset of its own. */
function lit(images: ImageSet): Pairs {
  const stream = randomStream(0, "light");
  const size = SIZE ** 2;
  const lights = Array.from({ length: images.count }, () => ({
    gain: 0.6 + 0.8 * stream(),
    offset: 0.2 * stream(),
  }));
  const { count, height, width, channels, pixels } = images;
  const xt = pixels.map((value, i) => {
    const { gain, offset } = lights[Math.floor(i / size)];
    return gain * value + offset;
  });
  return { count, height, width, channels, x0: pixels, xt };
}

/** Rings around the frame's centre, which no rotation changes. */
function rings(): Pairs {
  const stream = randomStream(0, "rings");
  const x0 = new Float32Array(FEW * SIZE ** 2);
  for (let i = 0; i < FEW; i++) {
    const [radius, width, height] = [
      0.15 + 0.4 * stream(),
      0.08 + 0.08 * stream(),
      0.4 + 0.6 * stream(),
    ];
    const ring = drawn(
      (x, y) =>
        height * Math.exp(-(((Math.hypot(x, y) - radius) / width) ** 2) / 2),
      SIZE,
    );
    x0.set(ring, i * SIZE ** 2);
  }
  return { count: FEW, height: SIZE, width: SIZE, channels: 1, x0, xt: x0 };
}

/** The pairs of one set, followed by those of another. */
function joined(a: Pairs, b: Pairs): Pairs {
  const both = (one: Float32Array, other: Float32Array) => {
    const out = new Float32Array(one.length + other.length);
    out.set(one);
    out.set(other, one.length);
    return out;
  };
  return {
    ...a,
    count: a.count + b.count,
    x0: both(a.x0, b.x0),
    xt: both(a.xt, b.xt),
  };
}

const verdicts: readonly {
  readonly what: string;
  readonly pairs: () => Promise<Pairs>;
  readonly kind: string;
  readonly says: RegExp;
}[] = [
  {
    what: "digits that have nothing to do with each other",
    pairs: async () =>
      withOtherPartners(
        halved(moved(await digits(FEW), rotation, -0.7, 0.7)),
        randomStream(0, "partners"),
      ),
    kind: "none",
    says: /not related by one flow$/,
  },
  {
    what: "another light",
    pairs: async () => halved(lit(await digits(FEW))),
    kind: "none",
    says: /^the change is not geometric/,
  },
  {
    what: "rings that are turned",
    pairs: () => Promise.resolve(halved(rings())),
    kind: "not-identifiable",
    says: /symmetric under what moves them$/,
  },
  {
    what: "half of the digits turned, half of them grown",
    pairs: async () =>
      halved(
        joined(
          moved(await digits(FEW), rotation, -0.8, 0.8),
          moved(await digits(FEW, FEW), scaling, -0.5, 0.3),
        ),
      ),
    kind: "found",
    says: /^the flows of two generators, one per pair, explain/,
  },
  {
    what: "all digits turned as far",
    pairs: async () => moved(await digits(FEW), rotation, 0.3999, 0.4),
    kind: "not-identifiable",
    says: /t is the same in all pairs/,
  },
];

for (const { what, pairs, kind, says } of verdicts) {
  Deno.test({
    ...needs(projectFiles),
    name: `${what}: ${kind}`,
    async fn() {
      await startTestRuntime();
      const { verdict, evidence } = await quickly(noisy(await pairs()));
      const shown = JSON.stringify({ verdict, evidence });
      assertEquals(verdict.kind, kind, shown);
      assertMatch(verdict.reason, says, shown);
    },
  });
}

Deno.test({
  ...needs(projectFiles),
  name: "the same image twice: not-identifiable",
  async fn() {
    await startTestRuntime();
    const still = new Float64Array(80);
    const { verdict } = await quickly(movedPairs(rotation.flow, still));
    assertEquals(verdict.kind, "not-identifiable");
    assertMatch(
      verdict.reason,
      /^the two images of a pair are nearly the same/,
    );
  },
});

/** A detection with the affine basis, without networks. */
const withoutNetworks = (pairs: Pairs): Promise<Detection> =>
  detect(pairs, { basis: affine, networks: false });

Deno.test("a pattern that unrelated images share is not taken for a flow", async () => {
  const pairs = movedPairs(rotation.flow, new Float64Array(60));
  const unrelated = withOtherPartners(pairs, randomStream(0, "strangers"));
  const found = await withoutNetworks(through(unrelated, pattern(16, 0.15)));
  assertEquals(found.verdict.kind, "none", found.verdict.reason);
});

Deno.test("a logo over still images is not taken for a motion", async () => {
  const still = movedPairs(rotation.flow, new Float64Array(60), {
    noise: 0.02,
  });
  const { verdict } = await withoutNetworks(through(still, logo(16, 4)));
  assertEquals(verdict.kind, "not-identifiable", verdict.reason);
});

Deno.test("a frame along the edges is named and cut off", async () => {
  const pairs = movedPairs(rotation.flow, drawnT(120, -0.5, 0.5), { size: 20 });
  const found = await withoutNetworks(through(pairs, framed(20, 2, 0.6)));
  assertEquals(found.verdict.kind, "found", found.verdict.reason);
  const { coefficients } = projectField(rotation.field, found.basis);
  const alpha = found.coefficients.map(({ value }) => value);
  const { angleDegrees } = generatorScores(alpha, coefficients);
  assert(angleDegrees < 1, `${angleDegrees} degrees`);
  const [{ kind, text }] = found.findings;
  assertEquals(kind, "static-layer");
  assertMatch(text, /a frame along the edges \(2 cells at the left/);
});
