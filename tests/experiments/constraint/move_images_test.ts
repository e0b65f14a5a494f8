import { assert, assertEquals } from "@std/assert";
import { moveImages } from "#lib/experiments/constraint/move_images.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { warp } from "#lib/images/warp.ts";
import { affine, norm, projectField, unit } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../../blobs.ts";

const SIDE = 16, SIZE = SIDE ** 2;

Deno.test("each copy is its image, moved as the exact flow moves it, up to the rounding of t", () => {
  const { flow, field } = transformations.rotation;
  const { pixels } = blobs(2, SIDE, randomStream(0, "images"));
  const { coefficients } = projectField(field, affine);
  const times = [0.5, -1.25, 0, 1, -0.25, 0.75];
  const moved = moveImages(
    pixels,
    SIDE,
    { basis: affine, alpha: unit(coefficients) },
    times,
  );
  times.forEach((t, job) => {
    const image = pixels.subarray(
      job < 3 ? 0 : SIZE,
      job < 3 ? SIZE : 2 * SIZE,
    );
    const expected = warp(
      image,
      SIDE,
      SIDE,
      1,
      flow,
      t / norm(coefficients),
      new Float32Array(SIZE),
    );
    const found = moved.subarray(job * SIZE, (job + 1) * SIZE);
    const worst = Math.max(
      ...found.map((value, i) => Math.abs(value - expected[i])),
    );
    assert(worst < 1e-4, `t = ${t}: ${worst}`);
  });
});

Deno.test("t = 0 leaves images unchanged to the last bit", () => {
  const { pixels } = blobs(3, SIDE, randomStream(1, "images"));
  const along = { basis: affine, alpha: unit([0, 0, -1, 0, 1, 0]) };
  assertEquals(moveImages(pixels, SIDE, along, new Float64Array(3)), pixels);
});
