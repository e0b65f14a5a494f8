/**
 * Presses Ctrl-C once, so to speak, in the middle of a training:
 * `deno run --allow-run --preload interrupt.ts`.
 */
import { at40Percent } from "./at_40_percent.ts";

at40Percent(() => Deno.kill(Deno.pid, "SIGINT"));
