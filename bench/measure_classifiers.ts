import { type BenchClassifier, benchClassifiers } from "./classifiers.ts";
import type { ClassifierReply } from "./classifier_job.ts";
import {
  type ClassifierMeasures,
  classifierMeasures,
} from "./classifier_result.ts";
import type { ClassifierStates } from "./classifier_state.ts";
import { interleave } from "./interleave.ts";
import {
  ownPeers,
  pytorchPeer,
  type Session,
  withPeers,
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
  return await withPeers(commands, async ({ peers, reasons }) => {
    const measured = await interleave<BenchClassifier, ClassifierReply>(
      peers,
      benchClassifiers,
      quick ? QUICK_ROUNDS : ROUNDS,
      ({ name }) => ({ run: "classifierStep", folder, name, repeats }),
      (text) => session.note(`classifiers, ${text}`),
    );
    return {
      batch,
      measures: classifierMeasures(measured.answers),
      descriptions: Object.fromEntries(
        peers.map(({ name, facts }) => [name, String(facts.description)]),
      ),
      reasons: { ...reasons, ...measured.reasons },
    };
  });
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
