import type { Combination } from "./combination.ts";
import type { ImageSize, NaturalParameter } from "./natural_parameter.ts";

/** A member of a kind, in words. */
export interface Naming {
  readonly name: string;
  /** t in a unit that people use, where one number says all of the motion. */
  readonly parameter?: NaturalParameter;
}

interface AnyKind {
  /** How many numbers tell one member from all others, its length included. */
  readonly numbers: number;
  /** Fields whose combinations are the members; those with that axis, radians. */
  readonly fields: (axis: number) => readonly Combination[];
  /** Undefined for a combination that is no member. */
  readonly naming: (
    member: Combination,
    image: ImageSize | undefined,
    axis: number,
  ) => Naming | undefined;
}

/** All combinations of a few fields. */
export interface LinearKind extends AnyKind {
  readonly shape: "linear";
}

/** All combinations of a few fields that depend on an axis, for every axis. */
export interface AxisKind extends AnyKind {
  readonly shape: "axis";
}

export type Kind = LinearKind | AxisKind;
