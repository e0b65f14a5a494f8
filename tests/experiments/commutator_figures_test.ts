import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { smiley } from "#lib/datasets/smiley.ts";
import { powerLaw } from "#lib/evaluation/power_law.ts";
import {
  bothOrdersFigure,
  commutatorFigure,
  commutatorSizes,
  commutatorSizesFigure,
} from "#lib/experiments/commutator_figures.ts";
import { divergingImage, pixelImage } from "#lib/figures/images/pixel_image.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { warp } from "#lib/images/warp.ts";
import { all, parseSvg, textsOf } from "../figures/parse_svg.ts";

const { rotation, scaling, translationX } = transformations;
const side = 28;
const shape = { height: side, width: side, channels: 1 };
const picture = { pixels: smiley(side), ...shape };

const hrefsOf = (figure: { readonly svg: string }): (string | null)[] =>
  all(parseSvg(figure), "image").map((one) => one.getAttribute("href"));

Deno.test("both orders and their difference are shown", () => {
  const shift = { transformation: translationX, t: 2 / 14 };
  const turn = { transformation: rotation, t: Math.PI / 2 };
  const figure = bothOrdersFigure([picture], shift, turn);
  const [image, shiftThenTurn, turnThenShift, difference] = hrefsOf(figure);
  assertEquals(image, pixelImage(picture.pixels, shape));
  const moved = ({ transformation, t }: typeof turn, of: Float32Array) =>
    warp(of, side, side, 1, transformation.flow, t);
  // Shifts by whole pixels and quarter turns need no interpolation, so two warps equal
  // one.
  assertEquals(
    shiftThenTurn,
    pixelImage(moved(turn, moved(shift, picture.pixels)), shape),
  );
  assertEquals(
    turnThenShift,
    pixelImage(moved(shift, moved(turn, picture.pixels)), shape),
  );
  assert(difference !== divergingImage(new Float32Array(side ** 2), shape, 1));
  assert(textsOf(parseSvg(figure)).includes("translationX, then rotation"));
});

Deno.test("the path is shown step by step, with the bracket's flow", () => {
  const sizes = [0.2, 0.4];
  const figure = commutatorFigure(picture, translationX, rotation, sizes);
  const hrefs = hrefsOf(figure);
  assertEquals(hrefs.length, 7 * sizes.length);
  const turned = warp(picture.pixels, side, side, 1, rotation.flow, -0.4);
  assertEquals(hrefs[3], pixelImage(turned, shape));
  const texts = textsOf(parseSvg(figure));
  for (const text of ["rotation by −t", "translationX by s", "0.2", "0.4"]) {
    assert(texts.includes(text), `no "${text}" among ${texts}`);
  }
});

Deno.test("the path's end differs from the image by second order, from the bracket's flow by third", () => {
  const sizes = [0.02, 0.04, 0.08];
  const measured = commutatorSizes(picture, translationX, rotation, sizes);
  const power = (key: "fromImage" | "fromBracket") =>
    powerLaw(measured.map((one) => ({ x: one.size, y: one[key] })))!.exponent;
  assertAlmostEquals(power("fromImage"), 2, 0.1);
  assertAlmostEquals(power("fromBracket"), 3, 0.15);
  const figure = commutatorSizesFigure(picture, translationX, rotation, sizes);
  const legend = textsOf(parseSvg(figure)).filter((text) =>
    text.includes(": power ")
  );
  assertEquals(legend.length, 2);
});

Deno.test("flows that commute leave the image as it is", () => {
  const [{ fromImage, fromBracket }] = commutatorSizes(
    picture,
    scaling,
    rotation,
    [0.5],
  );
  assert(fromImage < 1e-5 && fromBracket < 1e-5);
});
