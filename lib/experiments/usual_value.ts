import { budgets } from "./budgets.ts";
import { catalogue } from "./catalogue.ts";
import { presets } from "./run_spec.ts";
import { variations } from "./variations.ts";

/** What a run is called by; names that nobody knows do no harm. */
export interface RunNames {
  readonly experiment: string;
  readonly preset: string;
  readonly budget: string;
}

/**
 * The value that something has in a run in which nothing is varied.
 *
 * @param name of a variation
 * @returns undefined where that is not known
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

/** Whether two values are one, however they are written. */
export const isSameValue = (a: string, b: string): boolean =>
  a === b || Number(a) === Number(b);
