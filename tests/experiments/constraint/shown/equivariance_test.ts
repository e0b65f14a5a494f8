import { assert, assertEquals } from "@std/assert";
import {
  equivarianceErrors,
  equivarianceFigure,
} from "#lib/experiments/constraint/shown/equivariance.ts";
import { powersOfFlow } from "#lib/experiments/constraint/shown/shown_flow.ts";
import { transformations } from "#lib/flow/transformations.ts";
import { randomStream } from "#lib/random/streams.ts";
import { blobs } from "../../../blobs.ts";
import { foundAlong } from "../../../constraint/labelled_blobs.ts";
import { all, parseSvg, textsOf } from "../../../figures/parse_svg.ts";
import { startTestRuntime } from "../../../start_runtime.ts";

await startTestRuntime();
const turn = foundAlong(transformations.rotation.field, 1);
const shear = foundAlong(transformations.shear.field, 0.5);
const set = blobs(4, 12, randomStream(3, "equivariance"));

Deno.test("a layer commutes with the motion to 1e-5 on a period, and less well on a window", () => {
  const images = { count: 4, side: 12, pixels: set.pixels };
  const errors = (over: "period" | "window") =>
    equivarianceErrors(powersOfFlow(turn, over, 0.2, 2), images, [0.5, 2]);
  for (const error of errors("period")) assert(error <= 1e-5, `${error}`);
  for (const error of errors("window")) {
    assert(error > 1e-4 && error < 0.5, `${error}`);
  }
});

Deno.test("a flow without a period has one curve, a rotation two", () => {
  const drawn = (found: typeof turn) =>
    parseSvg(equivarianceFigure(found, set));
  const [ofTurn, ofShear] = [turn, shear].map(drawn);
  assertEquals(all(ofTurn, ".means circle").length, 24);
  assertEquals(all(ofShear, ".means circle").length, 12);
  assert(textsOf(ofTurn).includes("on a period"));
  assert(textsOf(ofTurn).includes("angle (degrees)"));
  assert(!textsOf(ofShear).includes("on a period"));
});
