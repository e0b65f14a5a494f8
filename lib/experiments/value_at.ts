/**
 * A value inside of nested records.
 *
 * @param path keys with dots between, for example `generator.angleDegrees`
 * @returns undefined where there is none
 */
export function valueAt(record: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (value, key) =>
      (value as Record<string, unknown> | null | undefined)?.[key],
    record,
  );
}
