import { ownBackends } from "./commands.ts";
import type { Answer } from "./interleave.ts";
import { measureInTurn } from "./measure_in_turn.ts";
import {
  ownPeers,
  pytorchPeer,
  type Session,
  withPreparer,
} from "./session.ts";
import { ratio, type Spread, spreadOf } from "./statistics.ts";
import type { TrainingReply } from "./training_job.ts";
import type { TrainingRecipe } from "./training_state.ts";
import { budgets } from "#lib/experiments/budgets.ts";

/** Peers that do a whole training. */
export const trainingPeers = [
  ...ownBackends,
  "pytorch",
  "pytorch compiled",
] as const;
type TrainingPeer = typeof trainingPeers[number];
type ByTrainingPeer<T> = Readonly<Record<TrainingPeer, T>>;

/** Measurements of a whole training by this project and by PyTorch. */
export interface TrainingMeasures {
  readonly recipe: Omit<TrainingRecipe, "alpha">;
  /** Time from the first step to the last, without the registration. */
  readonly seconds: ByTrainingPeer<Spread | null>;
  /** Median times over that of PyTorch without torch.compile. */
  readonly overPytorch: ByTrainingPeer<number | null>;
  /** Mean loss of the last steps. */
  readonly loss: ByTrainingPeer<number | null>;
  /** Description of every peer's computation, by the peer's name. */
  readonly descriptions: Readonly<Record<string, string>>;
  readonly reasons: Readonly<Record<string, string>>;
}

/** Numbers of steps of a quick run, a tenth of the standard budget's. */
const QUICK = { basinSteps: 30, jointSteps: 70 };
const ROUNDS = 3;

/** Times a whole training of `stable` at the standard budget. */
export async function measureWholeTraining(
  session: Session,
): Promise<TrainingMeasures> {
  const { folder, quick } = session;
  session.note("preparing a training: its basin stage and its registration");
  const { alpha: _, ...recipe } = await prepare(session);
  const commands = [
    ...ownPeers(session),
    pytorchPeer(session, "pytorch", "pytorch_training.py"),
    pytorchPeer(
      session,
      "pytorch compiled",
      "pytorch_training.py",
      "compiled",
    ),
  ];
  const { answers, descriptions, reasons } = await measureInTurn<
    null,
    TrainingReply
  >(session, commands, {
    cases: [null],
    rounds: quick ? 1 : ROUNDS,
    requestOf: () => ({ run: "train", folder }),
    what: "whole training",
  });
  return { recipe, ...trainingMeasures(answers), descriptions, reasons };
}

function prepare(
  session: Session,
): Promise<TrainingRecipe> {
  const { basinSteps, taughtSteps } = budgets.standard;
  const stages = session.quick
    ? QUICK
    : { basinSteps, jointSteps: taughtSteps };
  const request = {
    run: "prepareTraining",
    folder: session.folder,
    ...stages,
  };
  return withPreparer(session, (peer) => peer.ask(request));
}

/** Summarises the answers of the peers. */
export function trainingMeasures(
  answers: readonly Answer<null, TrainingReply>[],
): Pick<TrainingMeasures, "seconds" | "overPytorch" | "loss"> {
  const of = (peer: TrainingPeer) =>
    answers.filter((answer) => answer.peer === peer).map(({ reply }) => reply);
  const seconds = byTrainingPeer((peer) =>
    spreadOf(of(peer).map((reply) => reply.seconds))
  );
  return {
    seconds,
    overPytorch: byTrainingPeer((peer) =>
      ratio(seconds[peer]?.median, seconds.pytorch?.median)
    ),
    loss: byTrainingPeer((peer) => of(peer).at(-1)?.loss ?? null),
  };
}

const byTrainingPeer = <T>(of: (peer: TrainingPeer) => T): ByTrainingPeer<T> =>
  Object.fromEntries(
    trainingPeers.map((peer) => [peer, of(peer)]),
  ) as ByTrainingPeer<T>;
