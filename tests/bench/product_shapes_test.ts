import { assert, assertEquals } from "@std/assert";
import {
  isLarge,
  operationsOf,
  productsOfStep,
  squareProduct,
} from "../../bench/product_shapes.ts";

const parameters = [
  { name: "encoder/0/weight", group: "autoencoder", shape: [784, 512] },
  { name: "encoder/0/bias", group: "autoencoder", shape: [512] },
  { name: "encoder/1/weight", group: "autoencoder", shape: [512, 25] },
  { name: "decoder/0/weight", group: "autoencoder", shape: [25, 784] },
  { name: "t_network/0/weight", group: "tNetwork", shape: [392, 1] },
  { name: "alpha", group: "alpha", shape: [12] },
] as const;

Deno.test("productsOfStep has each layer's products, rows by passes", () => {
  const products = productsOfStep(parameters, 10);
  const text = products.map(({ name, m, n, k, transposeA, transposeB }) =>
    `${name}: ${m} ${n} ${k}${transposeA ? " tn" : transposeB ? " nt" : ""}`
  );
  assertEquals(text, [
    "encoder 1, forward: 20 512 784",
    "encoder 1, weight gradient: 784 512 20 tn",
    "encoder 2, forward: 20 25 512",
    "encoder 2, weight gradient: 512 25 20 tn",
    "encoder 2, input gradient: 20 512 25 nt",
    "decoder 1, forward: 30 784 25",
    "decoder 1, weight gradient: 25 784 30 tn",
    "decoder 1, input gradient: 30 25 784 nt",
    "t_network 1, forward: 10 1 392",
    "t_network 1, weight gradient: 392 1 10 tn",
  ]);
});

Deno.test("all products of a layer take equally many operations", () => {
  const [forward, weights] = productsOfStep(parameters, 512);
  assertEquals(operationsOf(forward), 2 * 1024 * 512 * 784);
  assertEquals(operationsOf(weights), operationsOf(forward));
  assert(isLarge(forward) && isLarge(squareProduct));
  assert(!isLarge(productsOfStep(parameters, 512).at(-1)!));
});
