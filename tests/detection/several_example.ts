import { describe } from "#lib/detection/describe.ts";
import type { Detection } from "#lib/detection/detection.ts";
import {
  affine,
  type Basis,
  projectField,
  unit,
  type VectorField,
} from "#lib/lie/basis.ts";
import { randomStream, standardNormal } from "#lib/random/streams.ts";
import { detectionExample, type ExampleOptions } from "./detection_example.ts";

/** Shifts along x and y, which commute, and a rotation. */
export const RIGID: readonly VectorField[] = [
  () => [1, 0],
  () => [0, 1],
  (x, y) => [-y, x],
];

/** Options of an example of several generators. */
export interface SeveralOptions extends ExampleOptions {
  readonly basis?: Basis;
  readonly fields?: readonly VectorField[];
  readonly areMixed?: boolean;
}

/**
 * A detection of several generators, made up without a run. The first parameter has two
 * modes at -0.7 and 0.7, the second is half of the first plus a little noise, and
 * further ones are independent of both. If they are mixed, the first generator moves
 * three quarters of the pairs and the last one the others.
 */
export function severalExample(
  options: SeveralOptions = {},
): Detection & Required<Pick<Detection, "several">> {
  const { basis = affine, fields = RIGID, areMixed = false } = options;
  const example = detectionExample({
    ...options,
    basis,
    field: fields[0],
    worst: 0,
  });
  const { held: { t } } = example;
  const generators = fields.map((field) => {
    const alpha = unit(projectField(field, basis).coefficients);
    return {
      description: describe(basis, alpha, example.source),
      coefficients: basis.terms.map(({ label: term }, k) => ({
        term,
        value: alpha[k],
        low: alpha[k] - 0.01,
        high: alpha[k] + 0.01,
      })),
    };
  });
  const gauss = standardNormal(randomStream(0, "several example"));
  const number = fields.length;
  const parameters = t.reduce(
    (rows, value, pair) => {
      rows[pair * number] = value;
      rows[pair * number + 1] = value / 2 + 0.01 * gauss();
      for (let k = 2; k < number; k++) rows[pair * number + k] = 0.3 * gauss();
      return rows;
    },
    new Float64Array(t.length * number),
  );
  const nothing = fields.map(() => fields.map(() => fields.map(() => 0)));
  return {
    ...example,
    coefficients: generators[0].coefficients,
    description: {
      ...generators[0].description,
      name: "several generators",
      generators: number,
    },
    several: {
      areMixed,
      generators,
      algebra: {
        space: "rigid motions se(2)",
        angleDegrees: 1.5,
        name: "se(2)",
        isClosed: true,
        closureDefect: 0.01,
        structureConstants: nothing,
        derivedSeries: [number, 2, 0],
        killingSignature: [0, 1, 2],
      },
      parameters,
      moving: areMixed
        ? Uint8Array.from(t, (_, pair) => pair % 4 < 3 ? 0 : number - 1)
        : new Uint8Array(),
    },
  };
}
