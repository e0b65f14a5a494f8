import type { Distribution } from "./distributions.ts";
import type { RandomStream } from "./streams.ts";

/** A distribution of several parameters. */
export interface JointDistribution {
  /** The name that messages and figures show. */
  readonly name: string;
  /** Distribution of each parameter that is drawn. */
  readonly parts: readonly Distribution[];
  /** Whether each draw sets all parameters but one to 0. */
  readonly oneAtATime: boolean;
  /** Draws one value per part. */
  sample(stream: RandomStream): Float64Array;
}

/** A joint distribution that draws all parameters, independently of each other. */
export function independent(
  parts: readonly Distribution[],
): JointDistribution {
  return {
    name: namesOf(parts).join(" x "),
    parts,
    oneAtATime: false,
    sample: (stream) => Float64Array.from(parts, (part) => part.sample(stream)),
  };
}

/** A joint distribution that draws one parameter, chosen uniformly; the others are 0. */
export function oneAtATime(parts: readonly Distribution[]): JointDistribution {
  return {
    name: namesOf(parts).join(" or "),
    parts,
    oneAtATime: true,
    sample(stream) {
      const drawn = new Float64Array(parts.length);
      const chosen = Math.floor(stream() * parts.length);
      drawn[chosen] = parts[chosen].sample(stream);
      return drawn;
    },
  };
}

const namesOf = (parts: readonly Distribution[]): string[] =>
  parts.map(({ name }) => name);
