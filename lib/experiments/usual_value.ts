import { budgets } from "./budgets.ts";
import { catalogue } from "./catalogue.ts";
import { presets } from "./run_spec.ts";
import { variations } from "./variations.ts";

/** The names that identify a run; unknown names are allowed. */
export interface RunNames {
  readonly experiment: string;
  readonly preset: string;
  readonly budget: string;
}

/**
 * Finds the value that a setting has in a run without a variation.
 *
 * @param name name of the variation
 * @returns undefined if the value is not known
 */
export function usualValue(
  name: string,
  { experiment: id, preset, budget }: RunNames,
): string | undefined {
  const experiment = catalogue.find((entry) => entry.id === id);
  const variation = variations.find((entry) => entry.name === name);
  if (experiment === undefined) return undefined;
  const [trains, stages] = [named(presets, preset), named(budgets, budget)];
  const settings = trains && stages && trains(stages);
  const value = variation?.usual?.({
    experiment,
    ...settings && { settings },
  });
  return value === undefined ? undefined : String(value);
}

const named = <T>(entries: Readonly<Record<string, T>>, name: string) =>
  Object.hasOwn(entries, name) ? entries[name] : undefined;

/** Whether two values are equal as numbers or as texts, for example 1 and 1.0. */
export const isSameValue = (a: string, b: string): boolean =>
  a === b || Number(a) === Number(b);
