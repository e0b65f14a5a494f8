import type { ActionPlan } from "#lib/lie/action_plan.ts";
import type { LineSeries } from "#lib/lie/line_series.ts";
import { type StepPeer, stepPeers } from "./commands.ts";
import { type Answer, interleave } from "./interleave.ts";
import type { BenchModel } from "./models.ts";
import {
  ownPeers,
  peakMemories,
  pytorchPeer,
  type Session,
  withPeers,
} from "./session.ts";
import {
  disagreement,
  growthExponent,
  ratio,
  type Spread,
  spreadOf,
} from "./statistics.ts";
import type { StepReply, StepValues } from "./step_job.ts";
import type { StepState } from "./step_state.ts";

export type ByStepPeer<T> = Readonly<Record<StepPeer, T>>;

/** Ratios of the times of a step. */
export interface StepRatios<T = number | null> {
  readonly blasOverMerged: T;
  readonly wasmOverMerged: T;
}

/** Measurements of the step of one model at one batch size. */
export interface StepMeasure {
  readonly model: string;
  readonly batch: number;
  readonly ms: ByStepPeer<Spread | null>;
  /** Ratios of the median times. */
  readonly ratios: StepRatios;
  /** Ratios of the median times, per round. */
  readonly ratiosOfRounds: StepRatios<Spread | null>;
  /** The whole loss, equal for peers that do the same step. */
  readonly loss: ByStepPeer<number | null>;
  /** The weighted L_alpha in the loss, or the teaching term in its place. */
  readonly matching: ByStepPeer<number | null>;
  /** Largest relative difference between two peers in one of the two values. */
  readonly disagreement: number | null;
  /** Truncation of the exponentials, for all peers but torch.matrix_exp. */
  readonly plans?: StepPlans;
}

/**
 * Plans of the actions. In pixel space, PyTorch follows the plan, and this project the
 * series.
 */
export interface StepPlans {
  readonly latent: ActionPlan;
  readonly pixel: ActionPlan;
  readonly pixelSeries: LineSeries | null;
}

/** All measurements of training steps. */
export interface StepMeasures {
  readonly steps: readonly StepMeasure[];
  readonly growthInBatch: readonly {
    readonly model: string;
    readonly exponent: ByStepPeer<number | null>;
  }[];
  /** Largest memory of the process that did these steps, MiB. */
  readonly peakMemoryMiB: ByStepPeer<number | null>;
  /** Description of every peer's computation. */
  readonly descriptions: ByStepPeer<string | null>;
  readonly reasons: Readonly<Record<string, string>>;
}

/** Answer of a peer to the request for a step. */
export type StepAnswer = Answer<StepCase, StepReply>;

interface StepCase {
  readonly model: string;
  readonly batch: number;
}

export interface PreparedModel {
  readonly model: BenchModel;
  readonly folder: string;
  readonly state: StepState;
}

/** Times the training step of every model at every batch size. */
export function measureSteps(
  session: Session,
  prepared: readonly PreparedModel[],
): Promise<StepMeasures> {
  const commands = [
    ...ownPeers(session),
    pytorchPeer(session, "pytorchPlain", "pytorch_step.py", "plain"),
    pytorchPeer(session, "pytorchMerged", "pytorch_step.py", "merged"),
  ];
  const [rounds, repeats] = session.quick ? [2, 2] : [7, 3];
  const models = prepared.map(({ model }) => model);
  const folders = new Map(prepared.map((p) => [p.model.name, p.folder]));
  return withPeers(commands, async ({ peers, reasons }) => {
    const measured = await interleave<StepCase, StepReply>(
      peers,
      casesOf(models),
      rounds,
      ({ model, batch }) => {
        return { run: "step", folder: folders.get(model), batch, repeats };
      },
      (text) => session.note(`training step, ${text}`),
    );
    const memories = await peakMemories(peers);
    return {
      ...stepMeasures(measured.answers, models, prepared),
      peakMemoryMiB: byPeer((name) => memories[name] ?? null),
      descriptions: byPeer((name) => {
        const facts = peers.find((peer) => peer.name === name)?.facts;
        return facts === undefined ? null : String(facts.description);
      }),
      reasons: { ...reasons, ...measured.reasons },
    };
  });
}

/** Summarises the answers by model and batch size. */
export function stepMeasures(
  answers: readonly StepAnswer[],
  models: readonly BenchModel[],
  prepared: readonly PreparedModel[] = [],
): Pick<StepMeasures, "steps" | "growthInBatch"> {
  const steps = casesOf(models).map(({ model, batch }) => {
    const own = answers.filter((answer) =>
      answer.case.model === model && answer.case.batch === batch
    );
    const plan = prepared.find((p) => p.model.name === model)?.state.batches
      .find((candidate) => candidate.batch === batch);
    const plans = plan && {
      latent: plan.latentPlan,
      pixel: plan.pixelPlan,
      pixelSeries: plan.pixelSeries,
    };
    return {
      model,
      batch,
      ...measureOf(own),
      ...(plans === undefined ? {} : { plans }),
    };
  });
  const growthInBatch = models.map(({ name }) => ({
    model: name,
    exponent: byPeer((peer) =>
      growthExponent(
        steps.filter(({ model }) => model === name)
          .map(({ batch, ms }) => ({
            size: batch,
            ms: ms[peer]?.median ?? null,
          })),
      )
    ),
  }));
  return { steps, growthInBatch };
}

function casesOf(models: readonly BenchModel[]): StepCase[] {
  return models.flatMap(({ name, batches }) =>
    batches.map((batch) => ({ model: name, batch }))
  );
}

function measureOf(
  answers: readonly StepAnswer[],
): Omit<StepMeasure, "model" | "batch"> {
  const of = (peer: StepPeer) => answers.filter((a) => a.peer === peer);
  const ms = byPeer((peer) => spreadOf(of(peer).flatMap((a) => a.reply.ms)));
  const ratioOf = (peer: StepPeer) =>
    ratio(ms[peer]?.median, ms.pytorchMerged?.median);
  const ratiosOfRounds = (peer: StepPeer) =>
    spreadOf(
      of(peer).flatMap(({ round, reply }) => {
        const merged = of("pytorchMerged").find((a) => a.round === round);
        const quotient = ratio(
          spreadOf(reply.ms)?.median,
          spreadOf(merged?.reply.ms ?? [])?.median,
        );
        return quotient === null ? [] : [quotient];
      }),
    );
  const value = (name: keyof StepValues) =>
    byPeer((peer) => of(peer).at(-1)?.reply[name] ?? null);
  const [loss, matching] = [value("loss"), value("matching")];
  return {
    ms,
    ratios: {
      blasOverMerged: ratioOf("blas"),
      wasmOverMerged: ratioOf("wasm"),
    },
    ratiosOfRounds: {
      blasOverMerged: ratiosOfRounds("blas"),
      wasmOverMerged: ratiosOfRounds("wasm"),
    },
    loss,
    matching,
    disagreement: disagreement([loss, matching]),
  };
}

export function byPeer<T>(of: (peer: StepPeer) => T): ByStepPeer<T> {
  return Object.fromEntries(
    stepPeers.map((peer) => [peer, of(peer)]),
  ) as ByStepPeer<T>;
}
