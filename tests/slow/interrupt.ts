/**
 * Preload for `deno run --allow-run` that interrupts the program once in the middle of
 * a training, as Ctrl-C does.
 */
import { at40Percent } from "./at_40_percent.ts";

at40Percent(() => Deno.kill(Deno.pid, "SIGINT"));
