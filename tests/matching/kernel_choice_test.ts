import { assertEquals } from "@std/assert";
import { makePairs } from "#lib/datasets/pairs.ts";
import type { Pairs } from "#lib/datasets/types.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { type KernelName, kernels } from "#lib/images/kernels.ts";
import { affine, unit } from "#lib/lie/basis.ts";
import { framesOf } from "#lib/matching/frames.ts";
import { chooseKernel } from "#lib/matching/kernel_choice.ts";
import { uniform } from "#lib/random/distributions.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import { runAtOnce } from "#lib/runtime/run_at_once.ts";
import { blobs } from "../blobs.ts";
import { drawnT, movedPairs, waveScene } from "../detection/moved_blobs.ts";
import { textures } from "../textures.ts";
import { movedByKernel } from "./moved_by_kernel.ts";

const COUNT = 30, SIZE = 16;
const { flow } = transformations.rotation;
const TURN = unit([0, 0, -1, 0, 1, 0]);
const angles = drawnT(COUNT, -0.5, 0.5);
const images = blobs(COUNT, SIZE, randomStream(0, "images"));

/** Name of the kernel chosen from a start near the answer. */
async function chosen(
  pairs: Pairs,
  angles: ArrayLike<number>,
  { noise = 0.01, alpha = TURN as ArrayLike<number> } = {},
): Promise<string> {
  const gauss = standardNormal(randomStream(0, "starts"));
  const t = Float64Array.from(
    angles,
    (angle) => Math.SQRT2 * angle + noise * gauss(),
  );
  const frames = runAtOnce(framesOf(pairs))!;
  return (await runPausable(chooseKernel(frames, affine, alpha, t))).name;
}

for (const name of Object.keys(kernels) as KernelName[]) {
  Deno.test(`pairs moved with the kernel ${name} are recognised`, async () => {
    const pairs = movedByKernel(kernels[name], images, flow, angles);
    assertEquals(await chosen(pairs, angles), name);
  });
}

Deno.test("photographs moved bilinearly are recognised despite unknown surroundings", async () => {
  const photos = textures(COUNT, SIZE, randomStream(0, "photographs"));
  const { pairs, truth } = makePairs(
    photos,
    transformations.rotation,
    uniform(-0.5, 0.5),
    randomStream(0, "pairs"),
  );
  assertEquals(await chosen(pairs, truth.t), "bilinear");
});

for (
  const [what, scene] of [["blobs", undefined], ["waves", waveScene]] as const
) {
  Deno.test(`${what} moved without interpolation are read by the spline`, async () => {
    const pairs = movedPairs(flow, angles, { scene, size: SIZE });
    assertEquals(await chosen(pairs, angles), "cubic-spline");
  });
}

Deno.test("pairs that the generator does not explain are read by the spline", async () => {
  const pairs = movedByKernel(kernels.bilinear, images, flow, angles);
  const scaling = unit([0, 1, 0, 0, 0, 1]);
  assertEquals(
    await chosen(pairs, angles, { alpha: scaling }),
    "cubic-spline",
  );
});

Deno.test("if only noise is left, the spline is kept", async () => {
  const { xt, ...others } = movedByKernel(
    kernels.bilinear,
    images,
    flow,
    angles,
  );
  const gauss = standardNormal(randomStream(0, "noise"));
  const noisy = { ...others, xt: xt.map((value) => value + 0.3 * gauss()) };
  assertEquals(await chosen(noisy, angles), "cubic-spline");
});
