import * as tf from "@tensorflow/tfjs";
import { distancesToImages } from "#lib/training/distances_to_images.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { allclose } from "../allclose.ts";
import { onBackends } from "../on_backends.ts";

function random(shape: [number, number], name: string): tf.Tensor2D {
  const next = standardNormal(randomStream(0, name));
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor2d(Array.from({ length: size }, next), shape);
}

onBackends((declare) => {
  for (const [rows, size] of [[1, 3], [5, 7], [40, 300]]) {
    declare(
      `distancesToImages: ${rows} pairs of ${size} numbers, and their gradient`,
      () => {
        const images = random([2 * rows, size], "images");
        const decoded = random([3 * rows, size], "decoded");
        const [x, y] = [images, decoded].map((all) => all.arraySync());
        const target = (row: number) => x[row < 2 * rows ? row : row - rows];
        const distance = (row: number[], i: number) =>
          row.reduce((sum, v, k) => sum + (v - target(i)[k]) ** 2, 0);
        allclose(
          distancesToImages(decoded, images).dataSync(),
          y.map(distance),
          { relative: 1e-5 },
        );
        const factors = Array.from({ length: 3 * rows }, (_, i) => i - rows);
        const gradient = tf.grad((decoded) =>
          tf.sum(tf.mul(
            distancesToImages(decoded as tf.Tensor2D, images),
            tf.tensor1d(factors),
          ))
        )(decoded);
        allclose(
          gradient.dataSync(),
          y.flatMap((row, i) =>
            row.map((v, k) => 2 * factors[i] * (v - target(i)[k]))
          ),
          { relative: 1e-5, absolute: 1e-5 },
        );
      },
    );
  }
});
