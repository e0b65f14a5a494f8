// Measures on request, as one peer: reads one JSON request a line, answers with
// one JSON line. Arguments: backend, and a number of threads if not all.
import process from "node:process";
import { type BackendChoice, startRuntime } from "#lib/runtime/runtime.ts";
import { measureAction, writeActions } from "./action_job.ts";
import { linesOf } from "./lines.ts";
import { measureProducts } from "./product_job.ts";
import { measureStep } from "./step_job.ts";
import { prepareState } from "./step_state_job.ts";

/** Highest memory of this process so far, in MiB. */
const peakMemory = () => ({
  mebibytes: process.resourceUsage().maxRSS / 1024,
});

/** What can be asked for. */
const jobs: Readonly<
  Record<string, (request: never) => object | Promise<object>>
> = {
  prepareState,
  writeActions,
  step: measureStep,
  products: measureProducts,
  action: measureAction,
  memory: peakMemory,
};

const say = (reply: object): void => console.log(JSON.stringify(reply));

const oneLine = (error: unknown): string =>
  (error as Error).message.replaceAll(/\s*\n\s*/g, " ");

async function serve(): Promise<void> {
  const [backend, threads] = Deno.args;
  const { description, threads: used } = await startRuntime({
    backend: backend as BackendChoice,
    threads: threads === undefined ? undefined : Number(threads),
  });
  say({ description, threads: used });
  for await (const line of linesOf(Deno.stdin.readable)) {
    const request = JSON.parse(line);
    try {
      say(await jobs[request.run](request as never));
    } catch (error) {
      say({ error: oneLine(error) });
    }
  }
}

try {
  await serve();
} catch (error) {
  say({ error: oneLine(error) });
}
Deno.exit(0);
