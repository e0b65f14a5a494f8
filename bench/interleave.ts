import { type Peer, PeerError } from "./peer.ts";

/** One answer of one peer. */
export interface Answer<Case, Reply> {
  readonly peer: string;
  readonly case: Case;
  readonly round: number;
  readonly reply: Reply;
}

/** What interleaved rounds gave. */
export interface Answers<Case, Reply> {
  readonly answers: readonly Answer<Case, Reply>[];
  /** Why a peer gave no more answers, by its name. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Threads of the peer before may still spin, waiting for more work. */
const PAUSE_MS = 200;

/**
 * Asks all peers in turn, A B C A B C, a case after the other, round after
 * round: what slows the machine down for a while then hits all of them. Only
 * one computes at a time. A peer that fails is left out from there on.
 *
 * @param requestOf null where a peer has nothing to do in a case.
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
