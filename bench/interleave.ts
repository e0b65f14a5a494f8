import { type Peer, PeerError } from "./peer.ts";

/** One answer of one peer. */
export interface Answer<Case, Reply> {
  readonly peer: string;
  readonly case: Case;
  readonly round: number;
  readonly reply: Reply;
}

/** Results of interleaved rounds. */
export interface Answers<Case, Reply> {
  readonly answers: readonly Answer<Case, Reply>[];
  /** Reason why a peer gave no more answers, by the peer's name. */
  readonly reasons: Readonly<Record<string, string>>;
}

/**
 * Pause before a request, ms: threads of the previous peer may still spin, waiting for
 * work.
 */
const PAUSE_MS = 200;

/**
 * Asks all peers in turn, A B C A B C, for one case after the other, in several rounds,
 * so that a temporary slowdown of the machine affects all peers. Only one computes at a
 * time. A peer that fails is not asked again.
 *
 * @param requestOf Returns the request, or null if a peer does not take part in a case.
 */
export async function interleave<Case, Reply>(
  peers: readonly Peer[],
  cases: readonly Case[],
  rounds: number,
  requestOf: (kase: Case, peer: string) => object | null,
  note: (text: string) => void = () => {},
  pauseMs = PAUSE_MS,
): Promise<Answers<Case, Reply>> {
  const answers: Answer<Case, Reply>[] = [];
  const reasons: Record<string, string> = {};
  for (let round = 0; round < rounds; round++) {
    note(`round ${round + 1} of ${rounds}`);
    for (const kase of cases) {
      for (const peer of peers) {
        const request = requestOf(kase, peer.name);
        if (peer.name in reasons || request === null) continue;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        try {
          const reply = await peer.ask<Reply>(request);
          answers.push({ peer: peer.name, case: kase, round, reply });
        } catch (error) {
          if (!(error instanceof PeerError)) throw error;
          reasons[peer.name] = error.message;
        }
      }
    }
  }
  return { answers, reasons };
}
