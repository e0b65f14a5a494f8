import { linesOf } from "../lib/runtime/lines.ts";

/** Functions that answer requests, by name. */
export type Jobs = Readonly<
  Record<string, (request: never) => object | Promise<object>>
>;

/**
 * Answers requests as a peer (see `startPeer`) until its input ends, then ends the
 * process.
 *
 * @param start Prepares the peer, and returns its facts about itself.
 */
export async function serve(
  start: () => Promise<object>,
  jobs: Jobs,
): Promise<never> {
  try {
    say(await start());
    for await (const line of linesOf(Deno.stdin.readable)) {
      const request = JSON.parse(line);
      try {
        say(await jobs[request.run](request as never));
      } catch (error) {
        say({ error: oneLine(error) });
      }
    }
  } catch (error) {
    say({ error: oneLine(error) });
  }
  Deno.exit(0);
}

const say = (reply: object): void => console.log(JSON.stringify(reply));

const oneLine = (error: unknown): string =>
  (error as Error).message.replaceAll(/\s*\n\s*/g, " ");
