import { type BenchClassifier, benchClassifiers } from "./classifiers.ts";
import type { ClassifierReply } from "./classifier_job.ts";
import {
  type ClassifierMeasures,
  classifierMeasures,
} from "./classifier_result.ts";
import type { ClassifierStates } from "./classifier_state.ts";
import { measureInTurn } from "./measure_in_turn.ts";
import {
  ownPeers,
  pytorchPeer,
  type Session,
  withPreparer,
} from "./session.ts";

/**
 * Number of rounds. The first one warms caches and compilers up, and does not count.
 */
const ROUNDS = 8, QUICK_ROUNDS = 3;

/** Number of steps that are timed per round; a step takes milliseconds. */
const REPEATS = 30, QUICK_REPEATS = 10;

/** Times the training step of the plain and of the lifted classifiers. */
export async function measureClassifiers(
  session: Session,
): Promise<ClassifierMeasures> {
  const { folder, quick } = session;
  const { batch } = await prepareClassifiers(session);
  const repeats = quick ? QUICK_REPEATS : REPEATS;
  const commands = [
    ...ownPeers(session),
    pytorchPeer(session, "pytorch", "pytorch_classifier.py"),
  ];
  const { answers, descriptions, reasons } = await measureInTurn<
    BenchClassifier,
    ClassifierReply
  >(session, commands, {
    cases: benchClassifiers,
    rounds: quick ? QUICK_ROUNDS : ROUNDS,
    requestOf: ({ name }) => ({
      run: "classifierStep",
      folder,
      name,
      repeats,
    }),
    what: "classifiers",
  });
  return {
    batch,
    measures: classifierMeasures(answers),
    descriptions,
    reasons,
  };
}

function prepareClassifiers(
  session: Session,
): Promise<ClassifierStates> {
  const { folder } = session;
  return withPreparer(
    session,
    (peer) => peer.ask({ run: "writeClassifiers", folder }),
  );
}
