import { linesOf } from "../lib/runtime/lines.ts";

/** A program that measures on request, one request at a time. */
export interface Peer {
  readonly name: string;
  /** The peer's facts about itself, from its first line. */
  readonly facts: Readonly<Record<string, unknown>>;
  /**
   * Sends one request and waits for its answer.
   *
   * @throws PeerError if the answer is an error, or if the peer ends.
   */
  ask<Reply>(request: object): Promise<Reply>;
  /** Lets the peer end, and waits for its end. */
  close(): Promise<void>;
}

/** The command that starts a peer. */
export interface PeerCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The reason why a peer cannot measure, in one line. */
export class PeerError extends Error {
  override readonly name: string = "PeerError";
}

/**
 * Starts a peer and waits until it is ready.
 *
 * The peer writes one JSON object per line to its standard output: the first when it is
 * ready, and then one for each line that it reads, which is the answer, or
 * `{"error": text}`. Other lines are ignored.
 *
 * @throws PeerError if it does not start.
 */
export async function startPeer(
  { name, program, args, env }: PeerCommand,
): Promise<Peer> {
  const child = spawn(program, args, env);
  const said = lastLine(child.stderr);
  const replies = linesOf(child.stdout);
  const input = child.stdin.getWriter();

  const reply = async <Reply>(): Promise<Reply> => {
    for (;;) {
      const { done, value } = await replies.next();
      if (done) {
        const { code, signal } = await child.status;
        const how = signal === null ? `exit code ${code}` : signal;
        throw new PeerError(`${name} ended (${how}): ${await said}`);
      }
      if (!value.startsWith("{")) continue;
      const answer = JSON.parse(value);
      if (typeof answer.error === "string") throw new PeerError(answer.error);
      return answer;
    }
  };
  const ask = async <Reply>(request: object): Promise<Reply> => {
    const line = new TextEncoder().encode(`${JSON.stringify(request)}\n`);
    // If the peer has ended, its output contains the reason.
    await input.write(line).catch(() => {});
    return await reply<Reply>();
  };
  const close = async () => {
    await input.close().catch(() => {});
    // The rest of its output is read, because a full pipe would keep it from ending.
    while (!(await replies.next()).done);
    await child.status;
    await said;
  };

  try {
    return { name, facts: await reply(), ask, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function spawn(
  program: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Deno.ChildProcess {
  try {
    return new Deno.Command(program, {
      args: [...args],
      env,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (error) {
    throw new PeerError((error as Error).message);
  }
}

/** Reads a stream to its end, and returns its last non-empty line. */
export async function lastLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<string> {
  let last = "it said nothing";
  for await (const line of linesOf(stream)) {
    if (line.trim() !== "") last = line.trim();
  }
  return last;
}
