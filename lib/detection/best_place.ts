import type { Pausable } from "../runtime/pausable.ts";
import type { KnownSpace, Place } from "./known_spaces.ts";

/** Coordinates of the centres that the search starts from, half-frames. */
const START_CENTRES = [-4, -2, -1, -0.5, 0, 0.5, 1, 2, 4];

/** The angle between the axes that the search starts from: 15 degrees. */
const START_TURN = Math.PI / 12;

/** The largest |x| and |y| of a centre in the search, half-frames. */
const FARTHEST = 10;

/** First and last step of the search, half-frames and radians. */
const FIRST_STEP = 0.25, LAST_STEP = 1e-8;

/**
 * The largest number of steps; up to 362 were counted, for linear maps about centres of
 * 2.5 and more.
 */
const MOST_STEPS = 2000;

/**
 * Finds the place of a space with the least error, by compass search from the best point
 * of a grid: steps along the coordinates, halved if no step lowers the error.
 *
 * @param errorAt a smooth error of at least 0
 */
export function* bestPlace(
  space: Pick<KnownSpace, "hasCentre" | "axisPeriod">,
  errorAt: (place: Place) => number,
): Pausable<Place> {
  let place = yield* startOf(space, errorAt), error = errorAt(place);
  let step = FIRST_STEP;
  for (let k = 0; k < MOST_STEPS && step > LAST_STEP; k++) {
    const next = neighboursOf(place, space, step)
      .map((one) => ({ one, error: errorAt(one) }))
      .reduce((a, b) => b.error < a.error ? b : a);
    if (next.error < error) ({ one: place, error } = next);
    else step /= 2;
    yield;
  }
  return { ...place, axis: nearX(place.axis, space.axisPeriod) };
}

function* startOf(
  { hasCentre, axisPeriod }: Pick<KnownSpace, "hasCentre" | "axisPeriod">,
  errorAt: (place: Place) => number,
): Pausable<Place> {
  const coordinates = hasCentre ? START_CENTRES : [0];
  const count = Math.max(1, Math.round(axisPeriod / START_TURN));
  const places = coordinates.flatMap((x) =>
    coordinates.flatMap((y) =>
      Array.from({ length: count }, (_, k): Place => ({
        centre: [x, y],
        axis: k * START_TURN,
      }))
    )
  );
  let best = places[0], least = Infinity;
  for (const place of places) {
    const error = errorAt(place);
    if (error < least) [best, least] = [place, error];
    yield;
  }
  return best;
}

function neighboursOf(
  { centre: [x, y], axis }: Place,
  { hasCentre, axisPeriod }: Pick<KnownSpace, "hasCentre" | "axisPeriod">,
  step: number,
): Place[] {
  const centres: Place["centre"][] = hasCentre
    ? [[x + step, y], [x - step, y], [x, y + step], [x, y - step]]
    : [];
  const axes = axisPeriod > 0 ? [axis + step, axis - step] : [];
  return [
    { centre: [x, y], axis },
    ...centres
      .filter((one) => one.every((value) => Math.abs(value) <= FARTHEST))
      .map((centre) => ({ centre, axis })),
    ...axes.map((axis): Place => ({ centre: [x, y], axis })),
  ];
}

/** The axis nearest to x among the axes that are equal by the period. */
const nearX = (axis: number, period: number): number =>
  period === 0 ? 0 : axis - period * Math.round(axis / period);
