import type { TableRow } from "../display/display.ts";

/** Makes a row of a table of scores. */
export const tableRow = (what: string, value: string): TableRow => ({
  what,
  value,
});
