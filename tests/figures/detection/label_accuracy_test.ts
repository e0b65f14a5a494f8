import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import {
  labelAccuracyFigure,
  type LabelAccuracyPanel,
} from "#lib/figures/detection/label_accuracy.ts";
import { all, numberOf, parseSvg, saysNothing, textsOf } from "../parse_svg.ts";

const curve = [0.92, 0.92, 0.9, 0.85].map((accuracy, level) => ({
  reach: 0.5 * level,
  accuracy,
  fall: 0.92 - accuracy,
  low: 0.92 - accuracy - (level === 0 ? 0 : 0.02),
  high: 0.92 - accuracy + (level === 0 ? 0 : 0.02),
}));
const test: LabelAccuracyPanel = {
  curve,
  verdict: { kind: "use-up-to", upTo: 1 },
  natural: { name: "angle", unit: "degrees", form: "linear", rate: -40.5 },
};
const drawn = (tests: readonly LabelAccuracyPanel[]) =>
  labelAccuracyFigure({ tests, bound: 0.03 });

Deno.test("each reach has a dot at its accuracy, and the verdict's t has a line", () => {
  const figure = drawn([test]);
  const svg = parseSvg(figure);
  assert(!saysNothing(figure));
  const dots = all(svg, ".accuracy circle").map((dot) => [
    numberOf(dot, "cx"),
    numberOf(dot, "cy"),
  ]);
  assertEquals(dots.length, 4);
  const [[x0, y0], [x1, y1], [x2, y2], [, y3]] = dots;
  assertEquals(y0, y1);
  assertAlmostEquals(x2 - x1, x1 - x0, 1e-6);
  // These two accuracies are 2 % and 7 % lower than the first.
  assertAlmostEquals((y3 - y0) / (y2 - y0), 3.5, 1e-6);
  const [least] = all(svg, ".least line").map((rule) => numberOf(rule, "y1"));
  assertAlmostEquals((least - y0) / (y2 - y0), 1.5, 1e-6);
  const [upTo] = all(svg, ".up-to line").map((rule) => numberOf(rule, "x1"));
  assertAlmostEquals(upTo, x2, 0.5);
  const texts = textsOf(svg);
  for (const text of ["angle (degrees)", "accuracy (%)", "use up to"]) {
    assert(texts.includes(text), text);
  }
});

Deno.test("each generator has a panel; without a t to use there is no line", () => {
  const none = { curve, verdict: { kind: "do-not" } };
  const svg = parseSvg(drawn([none]));
  assertEquals(all(svg, ".up-to line").length, 0);
  assert(!textsOf(svg).includes("use up to"));
  const two = parseSvg(drawn([
    { ...test, generator: { number: 0, name: "rotation" } },
    { ...none, generator: { number: 1, name: "<shear> & more" } },
  ]));
  assertEquals(all(two, ".accuracy").length, 2);
  assertEquals(all(two, ".up-to line").length, 1);
  assert(textsOf(two).some((text) => text.includes("<shear> & more")));
  assert(numberOf(two, "height") > 1.8 * numberOf(svg, "height"));
});

Deno.test("empty and non-finite data are refused", () => {
  assertThrows(() => drawn([]), RangeError, "at least one");
  assertThrows(
    () => drawn([{ ...test, curve: [] }]),
    RangeError,
    "at least one",
  );
  const wrong = [{ ...curve[0], accuracy: NaN }];
  assertThrows(() => drawn([{ ...test, curve: wrong }]), RangeError, "finite");
});
