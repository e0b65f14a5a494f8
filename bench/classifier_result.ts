import { type BenchClassifier, benchClassifiers } from "./classifiers.ts";
import type { ClassifierReply, ClassifierValues } from "./classifier_job.ts";
import { ownBackends } from "./commands.ts";
import type { Answer } from "./interleave.ts";
import { disagreement, ratio, type Spread, spreadOf } from "./statistics.ts";

/** The peers that train classifiers. */
export const classifierPeers = [...ownBackends, "pytorch"] as const;
export type ClassifierPeer = typeof classifierPeers[number];

export type ByClassifierPeer<T> = Readonly<Record<ClassifierPeer, T>>;

export type ClassifierAnswer = Answer<BenchClassifier, ClassifierReply>;

/** Measurements of the training step of one classifier. */
export interface ClassifierMeasure extends BenchClassifier {
  /** Times of all rounds but the first, ms. */
  readonly ms: ByClassifierPeer<Spread | null>;
  /** The median time over that of the same peer's plain classifier. */
  readonly overPlain: ByClassifierPeer<number | null>;
  /** The median time over PyTorch's for the same classifier. */
  readonly overPytorch: {
    readonly blas: number | null;
    readonly wasm: number | null;
  };
  readonly loss: ByClassifierPeer<number | null>;
  readonly lossAfter: ByClassifierPeer<number | null>;
  /** Largest relative difference between two peers in one of the two losses. */
  readonly disagreement: number | null;
}

/** All measurements of classifiers. */
export interface ClassifierMeasures {
  /** Number of images per step. */
  readonly batch: number;
  readonly measures: readonly ClassifierMeasure[];
  /** Description of every peer's computation, by the peer's name. */
  readonly descriptions: Readonly<Record<string, string>>;
  /** Reason why a peer gave no answers, by the peer's name. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** Summarises all answers; the first round does not count in the times. */
export function classifierMeasures(
  answers: readonly ClassifierAnswer[],
): ClassifierMeasure[] {
  const of = (name: string, peer: ClassifierPeer) =>
    answers.filter((answer) =>
      answer.case.name === name && answer.peer === peer
    );
  const spread = (name: string, peer: ClassifierPeer) =>
    spreadOf(
      of(name, peer).filter(({ round }) => round > 0)
        .flatMap(({ reply }) => reply.ms),
    );
  const plain = benchClassifiers.find(({ points }) => points === null)!.name;
  return benchClassifiers.map(({ name, points }) => {
    const ms = byClassifierPeer((peer) => spread(name, peer));
    const value = (key: keyof ClassifierValues) =>
      byClassifierPeer((peer) => of(name, peer).at(-1)?.reply[key] ?? null);
    const [loss, lossAfter] = [value("loss"), value("lossAfter")];
    return {
      name,
      points,
      ms,
      overPlain: byClassifierPeer((peer) =>
        ratio(ms[peer]?.median, spread(plain, peer)?.median)
      ),
      overPytorch: {
        blas: ratio(ms.blas?.median, ms.pytorch?.median),
        wasm: ratio(ms.wasm?.median, ms.pytorch?.median),
      },
      loss,
      lossAfter,
      disagreement: disagreement([loss, lossAfter]),
    };
  });
}

const byClassifierPeer = <T>(
  of: (peer: ClassifierPeer) => T,
): ByClassifierPeer<T> =>
  Object.fromEntries(
    classifierPeers.map((peer) => [peer, of(peer)]),
  ) as ByClassifierPeer<T>;
