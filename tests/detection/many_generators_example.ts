import { describe } from "#lib/detection/describe.ts";
import type { Detection } from "#lib/detection/detection.ts";
import { projectField, unit, type VectorField } from "#lib/lie/basis.ts";
import { randomStream } from "#lib/random/streams.ts";
import { detectionExample, type ExampleOptions } from "./detection_example.ts";

const FIELDS: readonly VectorField[] = [
  (x, y) => [-y + 0.1, x + 0.1],
  (x, y) => [x + 0.12, y - 0.2],
  () => [1, 0],
  () => [0, 1],
  (x, y) => [y, x],
  (x, y) => [x - 0.3, -y - 0.2],
];

/** Options of an example of several generators. */
export interface ManyGeneratorsOptions extends ExampleOptions {
  /** Number of generators, 2 to 6; 2 if left out. */
  readonly number?: number;
  readonly areMixed?: boolean;
  /** Number of held-out pairs, by default as in an example of one generator. */
  readonly pairs?: number;
}

/** A detection of several generators, made up without a run. */
export function manyGeneratorsExample(
  options: ManyGeneratorsOptions = {},
): Detection {
  const { number = 2, areMixed = false } = options;
  const example = detectionExample({
    ...options,
    evidence: {
      leftByGenerators: Array.from(
        { length: 6 },
        (_, i) => i + 1 >= number ? 0 : 0.8 - 0.1 * i,
      ),
      ...options.evidence,
    },
  });
  const { basis, source, pictures, held } = example;
  const { pairs = held.t.length } = options;
  const stream = randomStream(0, "several example");
  const generators = FIELDS.slice(0, number).map((field) => {
    const alpha = unit(projectField(field, basis).coefficients);
    return {
      description: describe(basis, alpha, source),
      coefficients: basis.terms.map(({ label }, i) => ({
        term: label,
        value: alpha[i],
        low: alpha[i] - 0.01,
        high: alpha[i] + 0.01,
      })),
    };
  });
  const zeros = generators.map(() =>
    generators.map(() => generators.map(() => 0))
  );
  const moving = Uint8Array.from({ length: pairs }, (_, i) => i % number);
  const parameters = Float64Array.from(
    { length: pairs * number },
    (_, at) => {
      const t = 0.8 * (stream() - 0.5);
      const isStill = areMixed &&
        moving[Math.floor(at / number)] !== at % number;
      return isStill ? 0 : t;
    },
  );
  return {
    ...example,
    several: {
      areMixed,
      generators,
      algebra: {
        space: null,
        angleDegrees: null,
        name: "no algebra",
        isClosed: false,
        closureDefect: 0.5,
        structureConstants: zeros,
        derivedSeries: [],
        killingSignature: [],
      },
      parameters,
      moving: areMixed ? moving : new Uint8Array(),
    },
    pictures: {
      ...pictures,
      worst: pictures.worst.map((pair, i) => ({
        ...pair,
        parameters: [
          ...parameters.subarray(i * number, (i + 1) * number),
        ],
      })),
    },
  };
}
