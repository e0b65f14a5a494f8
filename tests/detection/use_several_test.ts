import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { deviation, extent, mean } from "d3-array";
import { answerOf } from "#lib/detection/answer.ts";
import { augment } from "#lib/detection/augment.ts";
import { learnedParameters } from "#lib/detection/learned_parameters.ts";
import { readAnswer } from "#lib/detection/read_answer.ts";
import { foundFlow, type Picture } from "#lib/detection/use.ts";
import { modesOf } from "#lib/evaluation/modes.ts";
import { wassersteinDistance } from "#lib/evaluation/wasserstein.ts";
import { warp } from "#lib/images/warp.ts";
import { randomStream } from "#lib/random/streams.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { allclose } from "../allclose.ts";
import { blobs } from "../blobs.ts";
import { detectionExample } from "./detection_example.ts";
import { severalExample } from "./several_example.ts";

const rigid = severalExample();
const move = foundFlow(rigid);
const { side: _, ...image } = pictureOf(24);

function pictureOf(side: number): Picture & { readonly side: number } {
  const { pixels } = blobs(1, side, randomStream(4, "several"));
  return { pixels, height: side, width: side, channels: 1, side };
}

const squares = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);

Deno.test("motion along one generator is the flow of that generator", () => {
  rigid.several.generators.forEach(({ coefficients }, k) => {
    const alone = foundFlow({ basis: rigid.basis, coefficients });
    for (const t of [0.4, -0.7]) {
      const times = [0, 0, 0].with(k, t);
      allclose(move(image, times).pixels, alone(image, t).pixels, {
        absolute: 1e-6,
      });
    }
  });
});

Deno.test("shifts and a turn at once are the turn about another centre", () => {
  // The field (a - w y, b + w x) is 0 at the centre (-b / w, a / w).
  const [a, b, t] = [0.2, -0.1, 0.8];
  const w = t / Math.SQRT2;
  const [cx, cy] = [-b / w, a / w];
  const turned = warp(
    image.pixels as Float32Array,
    ...[24, 24, 1] as const,
    (time, x, y) => {
      const [cos, sin] = [Math.cos(time * w), Math.sin(time * w)];
      const [dx, dy] = [x - cx, y - cy];
      return [cx + cos * dx - sin * dy, cy + sin * dx + cos * dy];
    },
    1,
  );
  allclose(move(image, [a, b, t]).pixels, turned, { absolute: 1e-5 });
});

Deno.test("commuting generators compose, up to the interpolation; others do not", () => {
  const off = (first: number[], second: number[]) => {
    const once = move(image, first.map((t, k) => t + second[k])).pixels;
    const twice = move(move(image, first), second).pixels;
    return squares(once, twice) / squares(once, image.pixels);
  };
  // Shifts by whole pixels commute, and so do two motions along one combined field.
  assert(off([4 / 12, 0, 0], [0, -2 / 12, 0]) < 1e-9);
  assert(off([0.1, 0.1, 0.4], [0.05, 0.05, 0.2]) < 0.01);
  assert(off([5 / 12, 0, 0], [0, 0, 0.9]) > 0.05);
});

Deno.test("the opposite parameters move back, and all 0 give a copy", () => {
  const there = move(image, [0.2, 0.1, -0.6]);
  const back = move(there, [-0.2, -0.1, 0.6]).pixels;
  const change = squares(there.pixels, image.pixels);
  assert(squares(back, image.pixels) < 0.01 * change);
  const copy = move(image, [0, 0, 0]).pixels;
  assertEquals(copy, image.pixels);
  assert(copy !== image.pixels);
});

Deno.test("several generators read from their file move as the detection does", () => {
  const found = readAnswer(JSON.stringify(answerOf(rigid)), "file");
  const times = [0.3, -0.2, 0.5];
  assertEquals(foundFlow(found)(image, times), move(image, times));
  const copies = augment([image], found, { seed: 1, copies: 3 });
  assertEquals(copies, augment([image], rigid, { seed: 1, copies: 3 }));
});

Deno.test("a wrong number of parameters is named", () => {
  for (
    const [times, found] of [
      [0.3, "0.3"],
      [[0.3, 1], "[0.3, 1]"],
      [[0, 0, NaN], "[0, 0, NaN]"],
    ] as const
  ) {
    assertThrows(
      () => move(image, times),
      RangeError,
      `foundFlow: expected a list of 3 finite numbers, one t per generator, found ${found}`,
    );
  }
  assertThrows(() => move(image, [200, 0, 0]), RangeError, "from -128 to 128");
  assertThrows(
    () => foundFlow(detectionExample())(image, [0.3]),
    RangeError,
    "foundFlow: expected one number t, as there is one generator, found [0.3]",
  );
});

const draws = (areMixed: boolean, count: number): number[][] => {
  const found = severalExample({ areMixed });
  const draw = learnedParameters(found, randomStream(0, "draws"), false);
  return Array.from({ length: count }, draw);
};

const column = (rows: readonly number[][], k: number) =>
  rows.map((row) => row[k]);

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a)!, mean(b)!];
  const products = a.map((value, i) => (value - ma) * (b[i] - mb));
  return mean(products)! / (deviation(a)! * deviation(b)!);
}

/** Parameters of the held-out pairs that are explained. */
function heldRows(): number[][] {
  const { held, several: { parameters } } = rigid;
  return Array.from(held.t, (_, i) => i)
    .filter((i) => held.explained[i] >= 0.5)
    .map((i) => [...parameters.subarray(3 * i, 3 * i + 3)]);
}

Deno.test("parameters are distributed as the held-out ones, modes and ends included", () => {
  const drawn = draws(false, 3000), held = heldRows();
  for (const k of [0, 1, 2]) {
    const [mine, theirs] = [column(drawn, k), column(held, k)];
    const distance = wassersteinDistance(mine, theirs);
    assert(distance < 0.07 * deviation(theirs)!, `${k}: ${distance}`);
    const [low, high] = extent(theirs) as [number, number];
    assert(mine.every((value) => value >= low && value <= high));
  }
  assertEquals(modesOf(column(drawn, 0)).length, 2);
  assert(new Set(column(drawn, 2)).size > 2900, "between those, too");
});

Deno.test("parameters that depend on each other are drawn together", () => {
  const drawn = draws(false, 3000), held = heldRows();
  for (const [a, b] of [[0, 1], [0, 2], [1, 2]]) {
    assertAlmostEquals(
      correlation(column(drawn, a), column(drawn, b)),
      correlation(column(held, a), column(held, b)),
      0.05,
    );
  }
  // They depend on each other within a mode, too: the second is half of the first, plus
  // noise of 0.01.
  const rest = drawn.map(([first, second]) => second - first / 2);
  assert(deviation(rest)! < 0.015, `${deviation(rest)}`);
  // Independent draws would not satisfy that.
  const apart = drawn.map(([first], i) => drawn.at(i - 1)![1] - first / 2);
  assert(deviation(apart)! > 0.2);
});

Deno.test("if one generator moves each pair, one moves each copy, equally often", () => {
  const drawn = draws(true, 2000);
  const own = drawn.map((row) => row.findIndex((value) => value !== 0));
  assert(drawn.every((row) => row.filter((value) => value !== 0).length === 1));
  const share = own.filter((k) => k === 0).length / own.length;
  assertAlmostEquals(share, 0.75, 0.04);
  assert(!own.includes(1), "it moves no pair");
  const { several: { parameters, moving } } = severalExample({
    areMixed: true,
  });
  const theirs = Array.from(moving, (_, i) => i).filter((i) => moving[i] === 2)
    .map((i) => parameters[3 * i + 2]);
  const mine = column(drawn, 2).filter((value) => value !== 0);
  const distance = wassersteinDistance(mine, theirs);
  assert(distance < 0.15 * deviation(theirs)!, `${distance}`);
});

Deno.test("every copy is its image, moved by its own parameters; the seed decides", () => {
  const images = [image, pictureOf(9)];
  const copies = augment(images, rigid, { seed: 3, copies: 2 });
  assertEquals(copies.length, 4);
  copies.forEach(({ t, pixels }, i) => {
    assertEquals((t as readonly number[]).length, 3);
    assertEquals(move(images[Math.floor(i / 2)], t).pixels, pixels);
  });
  assertEquals(copies, augment(images, rigid, { seed: 3, copies: 2 }));
  const other = augment(images, rigid, { seed: 4, copies: 2 });
  assertNotEquals(other[0].t, copies[0].t);
});

Deno.test("too few explained pairs are refused, unless forced", () => {
  const explained = rigid.held.explained.map((_, i) => i < 9 ? 0.9 : 0);
  const few = { ...rigid, held: { ...rigid.held, explained } };
  assertThrows(
    () => augment([], few, { seed: 0 }),
    UserError,
    "expected at least 10 held-out pairs that the flow explains, found 9 of 400",
  );
  const [{ t }] = augment([image], few, { seed: 0, force: true });
  assert((t as readonly number[]).every(Number.isFinite));
});
