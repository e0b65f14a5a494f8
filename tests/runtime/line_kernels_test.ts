import { assertThrows } from "@std/assert";
import { startGemmPool } from "#lib/runtime/gemm_pool.ts";
import { lineKernels, type Slots } from "#lib/runtime/line_kernels.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { placeIn, randomSource } from "./gemm_cases.ts";

/** The cell of a line's place; lines are the grid's rows first, then its columns. */
const cellOf = (n: number, line: number, i: number) =>
  line < n ? line * n + i : i * n + line - n;

/** The numbers of all images in one slot of a cell. */
function slotOf({ values, slots, images }: Slots, cell: number, slot: number) {
  const start = (cell * slots + slot) * images;
  return values.subarray(start, start + images);
}

async function setting(n: number, images: number, threads: number) {
  const pool = await startGemmPool({ threads });
  const cells = n * n, slots = 5;
  const place = placeIn(pool, 40 * cells * images * slots + 40 * n ** 3);
  const random = randomSource(n + images);
  const numbers = (length: number) => {
    const range = place(length);
    for (let i = 0; i < length; i++) range[i] = random();
    return range;
  };
  const grid = (): Slots => ({
    values: numbers(cells * slots * images),
    cells,
    slots,
    images,
  });
  return { pool, kernels: lineKernels(pool), numbers, grid, cells, slots };
}

for (
  const { n, images, threads } of [
    { n: 5, images: 8, threads: 1 },
    { n: 6, images: 24, threads: 2 },
    { n: 20, images: 64, threads: 2 },
  ]
) {
  const name = `${n} x ${n} cells, ${images} images, ${threads} threads`;
  const declare = (
    law: string,
    fn: (s: Awaited<ReturnType<typeof setting>>) => void,
  ) =>
    Deno.test({
      ...needs(projectFiles),
      name: `line kernels on ${name}: ${law}`,
      async fn() {
        const s = await setting(n, images, threads);
        fn(s);
        await s.pool.stop();
      },
    });

  declare("multiply couples the cells of a line", (s) => {
    const [matrices, source] = [s.numbers(2 * n ** 3), s.grid()];
    const [weights, values] = [s.numbers(images), s.numbers(s.cells * images)];
    const starts = [
      {},
      { carry: { slot: 1, factor: 2 } },
      { weighted: { weights, values } },
      { carry: { slot: 1, factor: 1 }, weighted: { weights, values } },
    ];
    for (const start of starts) {
      const target = s.grid();
      const expected = new Float64Array(s.cells * images);
      for (let cell = 0; cell < s.cells; cell++) {
        for (let b = 0; b < images; b++) {
          const { carry, weighted } = start;
          const carried = carry === undefined
            ? 0
            : carry.factor * slotOf(target, cell, carry.slot)[b];
          const given = weighted === undefined
            ? 0
            : weighted.weights[b] * weighted.values[cell * images + b];
          expected[cell * images + b] = carried + given;
        }
      }
      for (let line = 0; line < 2 * n; line++) {
        for (let k = 0; k < n; k++) {
          const from = slotOf(source, cellOf(n, line, k), 2);
          for (let i = 0; i < n; i++) {
            const weight = matrices[(line * n + k) * n + i];
            const at = cellOf(n, line, i) * images;
            for (let b = 0; b < images; b++) {
              expected[at + b] += weight * from[b];
            }
          }
        }
      }
      const before = target.values.slice();
      s.kernels.multiply(matrices, { of: source, slot: 2 }, {
        of: target,
        slot: 3,
      }, start);
      for (let cell = 0; cell < s.cells; cell++) {
        const at = cell * images;
        allclose(
          slotOf(target, cell, 3),
          expected.subarray(at, at + images),
          { absolute: 1e-5 * n },
          `cell ${cell}`,
        );
        const others = { ...target, values: before };
        for (const slot of [0, 1, 2, 4]) {
          allclose(slotOf(target, cell, slot), slotOf(others, cell, slot), {});
        }
      }
    }
  });

  declare("outer gives the inner products of a line's cells", (s) => {
    const [source, target] = [s.grid(), s.grid()];
    const count = 3;
    const out = s.numbers(2 * n ** 3);
    s.kernels.outer(out, { of: source, slot: 0 }, {
      of: target,
      slot: 1,
    }, count);
    for (let line = 0; line < 2 * n; line++) {
      for (let k = 0; k < n; k++) {
        const expected = Array.from({ length: n }, (_, i) => {
          let sum = 0;
          for (let j = 0; j < count; j++) {
            const a = slotOf(source, cellOf(n, line, k), j);
            const b = slotOf(target, cellOf(n, line, i), 1 + j);
            for (let at = 0; at < images; at++) sum += a[at] * b[at];
          }
          return sum;
        });
        const start = (line * n + k) * n;
        allclose(out.subarray(start, start + n), expected, {
          absolute: 1e-5 * images * count,
        });
      }
    }
  });

  declare("sum weights every slot by the image's own number", (s) => {
    const [source, weights] = [s.grid(), s.numbers(s.slots * images)];
    const out = s.numbers(s.cells * images);
    s.kernels.sum(source, weights, out);
    for (let cell = 0; cell < s.cells; cell++) {
      const expected = Array.from({ length: images }, (_, b) => {
        let sum = 0;
        for (let j = 0; j < s.slots; j++) {
          sum += weights[j * images + b] * slotOf(source, cell, j)[b];
        }
        return sum;
      });
      const at = cell * images;
      allclose(out.subarray(at, at + images), expected, { absolute: 1e-5 });
    }
  });
}

Deno.test({
  ...needs(projectFiles),
  name:
    "line kernels refuse foreign memory, odd grids and odd numbers of images",
  async fn() {
    const s = await setting(5, 8, 1);
    const grid = s.grid();
    const foreign = new Float32Array(2 * 5 ** 3);
    const slot = { of: grid, slot: 0 };
    assertThrows(
      () => s.kernels.multiply(foreign, slot, { of: grid, slot: 1 }, {}),
      RangeError,
      "in the pool's memory",
    );
    for (const wrong of [{ ...grid, cells: 24 }, { ...grid, images: 7 }]) {
      assertThrows(
        () => s.kernels.sum(wrong, s.numbers(40), s.numbers(200)),
        RangeError,
        "expected a square grid and images by 8",
      );
    }
    await s.pool.stop();
  },
});
