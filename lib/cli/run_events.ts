import { Buffer } from "node:buffer";
import { deserialize, serialize } from "node:v8";
import type { DisplayEvent } from "../display/display_events.ts";
import type { RunEnd } from "./run_end.ts";

/** A message from the process of one run to the command that started it. */
export type RunEvent =
  | DisplayEvent
  | { readonly kind: "ended"; readonly end: RunEnd };

/** Encodes an event as one line of text that preserves typed arrays and NaN. */
export const eventLine = (event: RunEvent): string =>
  serialize(event).toString("base64");

/** Decodes the event of a line. */
export const eventOf = (line: string): RunEvent =>
  deserialize(Buffer.from(line, "base64"));
