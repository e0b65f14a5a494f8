import { assertThrows } from "@std/assert";
import { startGemmPool } from "#lib/runtime/gemm_pool.ts";
import { layerKernels, type LayerProduct } from "#lib/runtime/layer_kernels.ts";
import { allclose } from "../allclose.ts";
import { needs, projectFiles } from "../needs.ts";
import { placeIn, randomSource } from "./gemm_cases.ts";
import { plainProduct } from "./plain_product.ts";

interface Setting {
  readonly rows: number;
  readonly columns: number;
  readonly threads: number;
}

async function setting({ rows, columns, threads }: Setting) {
  const pool = await startGemmPool({ threads });
  // Memory that grows gets another buffer, so it grows before ranges are allocated.
  pool.packedB.reserve(2 ** 20);
  const place = placeIn(pool, 60 * (rows + 16) * (columns + 16));
  const random = randomSource(rows + columns);
  /** Random numbers in the pool's memory. */
  const numbers = (length: number) => {
    const range = place(length);
    for (let i = 0; i < length; i++) range[i] = random();
    return range;
  };
  return { pool, numbers, size: rows * columns };
}

const activate = (x: number, slope: number) => x < 0 ? slope * x : x;

/** The sum of each row, or of each column, of a matrix. */
const sumsOf = (
  values: ArrayLike<number>,
  by: "row" | "column",
  columns: number,
): Float64Array => {
  const sums = new Float64Array(
    by === "row" ? values.length / columns : columns,
  );
  for (let i = 0; i < values.length; i++) {
    sums[by === "row" ? Math.floor(i / columns) : i % columns] += values[i];
  }
  return sums;
};

for (
  const each of [
    { rows: 1, columns: 1, threads: 1 },
    { rows: 7, columns: 25, threads: 1 },
    { rows: 37, columns: 130, threads: 2 },
    { rows: 150, columns: 512, threads: 2 },
  ]
) {
  const { rows, columns, threads } = each;
  const declare = (
    law: string,
    fn: (s: Awaited<ReturnType<typeof setting>>) => void,
  ) =>
    Deno.test({
      ...needs(projectFiles),
      name: `layer kernels on ${rows} x ${columns}, ${threads} threads: ${law}`,
      async fn() {
        const s = await setting(each);
        fn(s);
        await s.pool.stop();
      },
    });
  const at = (i: number) => [Math.floor(i / columns), i % columns];

  declare("a product has its bias and activation, by either product", (s) => {
    const inputs = 9;
    const operands = {
      x: s.numbers(rows * inputs),
      weight: s.numbers(inputs * columns),
      bias: s.numbers(columns),
      rows,
    };
    for (const slope of [0, 0.2, 1]) {
      const expected = Array.from({ length: s.size }, (_, i) => {
        const [row, column] = at(i);
        let sum = operands.bias[column];
        for (let k = 0; k < inputs; k++) {
          sum += operands.x[row * inputs + k] *
            operands.weight[k * columns + column];
        }
        return activate(sum, slope);
      });
      for (const product of [undefined, plainProduct]) {
        const layer: LayerProduct = {
          ...{ ...operands, slope },
          y: s.numbers(s.size),
        };
        layerKernels(s.pool, product).product(layer);
        allclose(layer.y, expected, { absolute: 1e-5 });
      }
    }
  });

  declare("the gradient of an activation, and its column sums", (s) => {
    const kernels = layerKernels(s.pool);
    const [y, normal] = [s.numbers(s.size), s.numbers(s.size)];
    const [sums, ofNormal] = [s.numbers(columns), s.numbers(columns)];
    for (const slope of [0, 0.2]) {
      const gradient = s.numbers(s.size);
      const before = gradient.slice();
      kernels.activationGradient({
        ...{ gradient, activation: { y, slope }, sums },
        normalised: { normal, sums: ofNormal },
      });
      const expected = before.map((d, i) => y[i] > 0 ? d : slope * d);
      allclose(gradient, expected, { absolute: 1e-6 });
      const tolerance = { absolute: 1e-5 * rows };
      allclose(sums, sumsOf(expected, "column", columns), tolerance);
      const products = expected.map((d, i) => d * normal[i]);
      allclose(ofNormal, sumsOf(products, "column", columns), tolerance);
    }
  });

  declare("without an activation only the sums are computed", (s) => {
    const gradient = s.numbers(s.size);
    const before = gradient.slice();
    const sums = s.numbers(columns);
    layerKernels(s.pool).activationGradient({ gradient, sums });
    allclose(gradient, before, {});
    allclose(sums, sumsOf(before, "column", columns), {
      absolute: 1e-5 * rows,
    });
  });

  declare("rows are normalised, and so is the gradient", (s) => {
    const kernels = layerKernels(s.pool);
    const [normal, y] = [s.numbers(s.size), s.numbers(s.size)];
    const [gain, shift] = [s.numbers(columns), s.numbers(columns)];
    const precision = s.numbers(rows);
    const [slope, epsilon] = [0.2, 1e-2];
    const x = Float64Array.from(normal);
    const mean = sumsOf(x, "row", columns).map((sum) => sum / columns);
    const squares = x.map((v, i) => (v - mean[at(i)[0]]) ** 2);
    const expected = sumsOf(squares, "row", columns)
      .map((sum) => 1 / Math.sqrt(sum / columns + epsilon));
    const tolerance = { absolute: 1e-5, relative: 1e-5 };
    kernels.normalise({ normal, gain, shift, precision, y, slope, epsilon });
    allclose(precision, expected, tolerance);
    const n = x.map((v, i) => (v - mean[at(i)[0]]) * expected[at(i)[0]]);
    allclose(normal, n, tolerance);
    allclose(
      y,
      n.map((v, i) => activate(v * gain[at(i)[1]] + shift[at(i)[1]], slope)),
      tolerance,
    );
    const gradient = s.numbers(s.size);
    const g = Float64Array.from(gradient, (d, i) => d * gain[at(i)[1]]);
    const means = sumsOf(g, "row", columns).map((sum) => sum / columns);
    const slants = sumsOf(g.map((v, i) => v * n[i]), "row", columns)
      .map((sum) => sum / columns);
    kernels.normaliseGradient({ normal, gain, precision, gradient });
    const wanted = g.map((v, i) => {
      const [row] = at(i);
      return expected[row] * (v - means[row] - n[i] * slants[row]);
    });
    const largest = Math.max(...expected);
    allclose(gradient, wanted, { absolute: 1e-5 * largest });
  });

  declare("distances of rows, and their gradient", (s) => {
    const kernels = layerKernels(s.pool);
    const [y, targets] = [s.numbers(s.size), s.numbers(s.size)];
    const [distances, factors] = [s.numbers(rows), s.numbers(rows)];
    const difference = Float64Array.from(y, (v, i) => v - targets[i]);
    kernels.rowDistances({ y, targets, rows: distances });
    const squares = difference.map((v) => v ** 2);
    allclose(distances, sumsOf(squares, "row", columns), { relative: 1e-5 });
    const gradient = s.numbers(s.size);
    kernels.distanceGradient({ y, targets, rows: factors, gradient });
    const expected = difference.map((v, i) => 2 * factors[at(i)[0]] * v);
    allclose(gradient, expected, { absolute: 1e-5 });
  });
}

Deno.test({
  ...needs(projectFiles),
  name: "layer kernels refuse foreign memory and wrong lengths",
  async fn() {
    const { pool, numbers } = await setting({
      rows: 4,
      columns: 3,
      threads: 1,
    });
    const kernels = layerKernels(pool);
    const [gradient, sums] = [numbers(12), numbers(3)];
    const activation = { y: numbers(9), slope: 0 };
    assertThrows(
      () => kernels.activationGradient({ gradient, activation, sums }),
      RangeError,
      "layerKernels: expected Y to be 12 numbers in the pool's memory, found 9",
    );
    assertThrows(
      () =>
        kernels.activationGradient({ gradient: new Float32Array(12), sums }),
      RangeError,
      "expected Gradients to be 12 numbers in the pool's memory",
    );
    await pool.stop();
  },
});
