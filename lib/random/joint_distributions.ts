import type { Distribution } from "./distributions.ts";
import type { RandomStream } from "./streams.ts";

/** A distribution of several parameters, as data. */
export interface JointDistribution {
  /** For people. */
  readonly name: string;
  /** Distribution of each parameter where it is drawn. */
  readonly parts: readonly Distribution[];
  /** Whether all parameters but one are 0 at each draw. */
  readonly oneAtATime: boolean;
  /** Draws one value per part. */
  sample(stream: RandomStream): Float64Array;
}

/** All parameters at once, each drawn independently. */
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

/** One parameter at a time, each as likely as another; the others are 0. */
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
