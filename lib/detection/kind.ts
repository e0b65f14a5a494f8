import type { Combination } from "./combination.ts";
import type { ImageSize, NaturalParameter } from "./natural_parameter.ts";

/** The description of a member of a kind. */
export interface Naming {
  readonly name: string;
  /** t in a common unit, if one number describes the motion. */
  readonly parameter?: NaturalParameter;
}

interface AnyKind {
  /** Number of parameters of a member, its length included. */
  readonly numbers: number;
  /** Fields whose combinations are the members with a given axis, in radians. */
  readonly fields: (axis: number) => readonly Combination[];
  /** Describes a combination; undefined if it is not a member. */
  readonly naming: (
    member: Combination,
    image: ImageSize | undefined,
    axis: number,
  ) => Naming | undefined;
}

/** A kind of which the members are all combinations of a few fields. */
export interface LinearKind extends AnyKind {
  readonly shape: "linear";
}

/**
 * A kind of which the members are all combinations of a few fields that depend on an
 * axis, for every axis.
 */
export interface AxisKind extends AnyKind {
  readonly shape: "axis";
}

export type Kind = LinearKind | AxisKind;
