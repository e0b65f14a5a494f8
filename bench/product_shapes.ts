import type { StateParameter } from "./step_state.ts";

/** One matrix product C = op(A) op(B) of the training step. */
export interface BenchProduct {
  /** Name of the product, for example `encoder 1, forward`. */
  readonly name: string;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Number of passes of each network per step, which are merged into one batch. */
const PASSES: Readonly<Record<string, number>> = {
  encoder: 2,
  decoder: 3,
  t_network: 1,
};

/** A large square product, which shows the largest rate of the machine. */
export const squareProduct: BenchProduct = {
  name: "square",
  m: 2048,
  n: 2048,
  k: 2048,
  transposeA: false,
  transposeB: false,
};

/** Least number of operations of a large product. */
const LARGE = 1e8;

/** Counts the operations of a product: additions and multiplications. */
export function operationsOf({ m, n, k }: BenchProduct): number {
  return 2 * m * n * k;
}

export function isLarge(product: BenchProduct): boolean {
  return operationsOf(product) >= LARGE;
}

/**
 * Lists the products of all dense layers in one step: the forward product and those of
 * both gradients. The first layer on data needs no gradient with respect to its input.
 */
export function productsOfStep(
  parameters: readonly StateParameter[],
  batch: number,
): BenchProduct[] {
  return parameters.flatMap(({ name, shape }) => {
    const match = /^(\w+)\/(\d+)\/weight$/.exec(name);
    if (match === null) return [];
    const [, part, layer] = match;
    const [inputs, outputs] = shape;
    const onData = layer === "0" && part !== "decoder";
    const products = layerProducts(PASSES[part] * batch, inputs, outputs);
    return products.slice(0, onData ? 2 : 3).map((product) => ({
      ...product,
      name: `${part} ${Number(layer) + 1}, ${product.name}`,
    }));
  });
}

/** Lists the products y = x W, dW = x^T dy and dx = dy W^T. */
function layerProducts(
  rows: number,
  inputs: number,
  outputs: number,
): BenchProduct[] {
  const plain = { transposeA: false, transposeB: false };
  return [
    { name: "forward", m: rows, n: outputs, k: inputs, ...plain },
    {
      name: "weight gradient",
      m: inputs,
      n: outputs,
      k: rows,
      ...plain,
      transposeA: true,
    },
    {
      name: "input gradient",
      m: rows,
      n: inputs,
      k: outputs,
      ...plain,
      transposeB: true,
    },
  ];
}
