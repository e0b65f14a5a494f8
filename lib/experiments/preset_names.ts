import { type MethodName, methods } from "./methods.ts";
import { type PresetName, presets } from "./run_spec.ts";

const keys = <T extends object>(record: T) =>
  Object.keys(record) as (keyof T & string)[];

/** The names of all presets, and of the methods without a network. */
export const presetNames: readonly (PresetName | MethodName)[] = [
  ...keys(presets),
  ...keys(methods),
];
