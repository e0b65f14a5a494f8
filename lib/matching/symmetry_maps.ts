import type { Pausable } from "../runtime/pausable.ts";
import type { FiniteMap } from "./finite_map.ts";
import { type Region, regionCells } from "./region.ts";
import type { Frames } from "./frames.ts";
import {
  bestOfMaps,
  explainedByMap,
  type MapErrors,
  mapErrors,
} from "./map_errors.ts";
import type { NoiseLevels } from "./noise_level.ts";
import {
  exchangesAxes,
  regionUnder,
  sourceCells,
  squareSymmetries,
  type SquareSymmetryName,
} from "./square_symmetries.ts";

/** A symmetry for all pairs, or several symmetries of which each pair has one. */
interface Tried {
  readonly kind: "mirror" | "turn";
  readonly statement: string;
  readonly symmetries: readonly SquareSymmetryName[];
}

const TURNS = [
  "identity",
  "turn by 90 degrees clockwise",
  "turn by 180 degrees",
  "turn by 90 degrees counter-clockwise",
] as const;
const MIRRORS = [
  "mirror left to right",
  "mirror top to bottom",
  "transposition",
  "anti-transposition",
] as const;

const MIRRORED: Readonly<Record<typeof MIRRORS[number], string>> = {
  "mirror left to right": "mirrored left to right",
  "mirror top to bottom": "mirrored top to bottom",
  "transposition": "transposed (rows and columns exchanged)",
  "anti-transposition": "mirrored about the diagonal from the lower left",
};

const TRIED: readonly Tried[] = [
  ...MIRRORS.map((name): Tried => ({
    kind: "mirror",
    statement: `xt is x0 ${MIRRORED[name]}`,
    symmetries: [name],
  })),
  ...TURNS.slice(1).map((name): Tried => ({
    kind: "turn",
    statement: `xt is x0 turned${name.slice("turn".length)}`,
    symmetries: [name],
  })),
  ...MIRRORS.map((name): Tried => ({
    kind: "mirror",
    statement: `xt is x0, in some of the pairs ${MIRRORED[name]}`,
    symmetries: ["identity", name],
  })),
  {
    kind: "turn",
    statement: "xt is x0, in some of the pairs turned by 180 degrees",
    symmetries: ["identity", "turn by 180 degrees"],
  },
  {
    kind: "turn",
    statement: "xt is x0 turned by multiples of 90 degrees",
    symmetries: TURNS,
  },
  {
    kind: "mirror",
    statement:
      "xt is x0 turned by multiples of 90 degrees, in some of the pairs mirrored as well",
    symmetries: [...TURNS, ...MIRRORS],
  },
];

/**
 * Symmetries that exchange the axes are compared on the square in the middle of the
 * images. They are not tried if that square is less than this share of an image.
 */
const LEAST_COMPARED = 0.5;

/**
 * Computes the shares of the change that the symmetries of the square explain, alone and
 * as sets.
 */
export function* symmetryMaps(
  frames: Frames,
  noise: NoiseLevels,
): Pausable<FiniteMap[]> {
  const { region, side } = frames;
  const square = regionUnder(squareSymmetries.transposition, region);
  const errorsOf = (name: SquareSymmetryName, compared: Region) => {
    const source = sourceCells(squareSymmetries[name], side);
    const out = new Float32Array(side * side);
    const linear = (image: Float32Array) => {
      for (let cell = 0; cell < out.length; cell++) {
        out[cell] = image[source[cell]];
      }
      return out;
    };
    return mapErrors(frames, { linear, region: compared }, noise);
  };
  const isSquareEnough = regionCells(square, side).length >=
    LEAST_COMPARED * regionCells(region, side).length;
  const known = new Map<string, MapErrors>();
  const maps: FiniteMap[] = [];
  for (const { symmetries, kind, statement } of TRIED) {
    const exchanged = symmetries.some((name) =>
      exchangesAxes(squareSymmetries[name])
    );
    if (exchanged && !isSquareEnough) continue;
    const errors: MapErrors[] = [];
    for (const name of symmetries) {
      const key = `${name}, ${exchanged}`;
      const found = known.get(key) ??
        (yield* errorsOf(name, exchanged ? square : region));
      known.set(key, found);
      errors.push(found);
    }
    maps.push({
      kind,
      statement,
      choices: symmetries.length,
      explained: explainedByMap(bestOfMaps(errors)),
    });
  }
  return maps;
}
