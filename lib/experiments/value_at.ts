/**
 * Returns a value in nested records.
 *
 * @param path keys joined by dots, for example `generator.angleDegrees`
 * @returns undefined if there is no such value
 */
export function valueAt(record: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (value, key) =>
      (value as Record<string, unknown> | null | undefined)?.[key],
    record,
  );
}
