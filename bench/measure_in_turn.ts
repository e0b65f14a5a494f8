import { type Answer, interleave } from "./interleave.ts";
import type { PeerCommand } from "./peer.ts";
import { type Missing, type Session, withPeers } from "./session.ts";

/** The questions that peers answer in turn. */
export interface Questions<Case> {
  readonly cases: readonly Case[];
  readonly rounds: number;
  /** Makes the request to a peer for a case; null if the peer does not take part. */
  readonly requestOf: (asked: Case, peer: string) => object | null;
  /** Name of the measurement, for lines on the progress. */
  readonly what: string;
}

/** The answers of all peers. */
export interface MeasuredInTurn<Case, Reply> {
  readonly answers: readonly Answer<Case, Reply>[];
  /** Description of every peer's computation, by the peer's name. */
  readonly descriptions: Readonly<Record<string, string>>;
  /** Reasons why peers or answers are missing. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Starts peers, asks them all cases in turn, and ends them. */
export const measureInTurn = <Case, Reply>(
  session: Session,
  commands: readonly (PeerCommand | Missing)[],
  { cases, rounds, requestOf, what }: Questions<Case>,
): Promise<MeasuredInTurn<Case, Reply>> =>
  withPeers(commands, async ({ peers, reasons }) => {
    const measured = await interleave<Case, Reply>(
      peers,
      cases,
      rounds,
      requestOf,
      (text) => session.note(`${what}, ${text}`),
    );
    return {
      answers: measured.answers,
      descriptions: Object.fromEntries(
        peers.map(({ name, facts }) => [name, String(facts.description)]),
      ),
      reasons: { ...reasons, ...measured.reasons },
    };
  });
