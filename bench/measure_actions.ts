import type { ActionPlan } from "#lib/lie/exponential_action.ts";
import { type ActionGrid, actionGrids, sideOf } from "./action_grids.ts";
import type { ActionReply } from "./action_job.ts";
import { type Answer, interleave } from "./interleave.ts";
import { ownPeers, scipyPeer, type Session, withPeers } from "./session.ts";
import { growthExponent, type Spread, spreadOf } from "./statistics.ts";

/** Who computes the action. */
export const actionPeers = ["blas", "wasm", "scipy"] as const;
export type ActionPeer = typeof actionPeers[number];
type ByActionPeer<T> = Readonly<Record<ActionPeer, T>>;

/** The action on one grid for one batch size. */
export interface ActionMeasure {
  readonly grid: string;
  /** Cells a side, with the margin. */
  readonly side: number;
  readonly batch: number;
  readonly plan: ActionPlan | null;
  /** Of the whole batch; SciPy's is its time of one pair times the batch. */
  readonly ms: ByActionPeer<Spread | null>;
  /** Largest difference to SciPy's result over its largest value. */
  readonly differenceToScipy: Readonly<
    Record<Exclude<ActionPeer, "scipy">, number | null>
  >;
}

/** All that was measured of the exponential action. */
export interface ActionMeasures {
  readonly actions: readonly ActionMeasure[];
  /** SciPy was timed on so many pairs a round and scaled up. */
  readonly scipyPairs: number;
  readonly growthInBatch: readonly {
    readonly grid: string;
    readonly exponent: ByActionPeer<number | null>;
  }[];
  /** In n, the cells a side, over the grids without a margin. */
  readonly growthInN: readonly {
    readonly batch: number;
    readonly exponent: ByActionPeer<number | null>;
  }[];
  readonly reasons: Readonly<Record<string, string>>;
}

const BATCHES = [64, 512, 4096] as const;
const QUICK_BATCHES = [64, 512] as const;

/** Pairs that SciPy does in a round. */
const PAIRS = 4;

interface ActionCase {
  /** Number of the grid. */
  readonly grid: number;
  /** null: SciPy's own case, pair by pair. */
  readonly batch: number | null;
}

interface ScipyReply {
  /** One a pair. */
  readonly ms: readonly number[];
  readonly values: readonly number[];
}

export type ActionAnswer = Answer<ActionCase, ActionReply | ScipyReply>;

/**
 * Times the action on every grid for every batch size.
 *
 * @param plans One a grid.
 */
export function measureActions(
  session: Session,
  plans: readonly ActionPlan[],
): Promise<ActionMeasures> {
  const batches = session.quick ? QUICK_BATCHES : BATCHES;
  const commands = [...ownPeers(session), scipyPeer(session)];
  return withPeers(commands, async ({ peers, reasons }) => {
    const measured = await interleave<ActionCase, ActionReply | ScipyReply>(
      peers,
      actionGrids.flatMap((_, grid) =>
        [null, ...batches].map((batch) => ({ grid, batch }))
      ),
      session.quick ? 1 : 3,
      requestOf,
      (text) => session.note(`exponential action, ${text}`),
    );
    return {
      ...actionMeasures(measured.answers, batches, plans),
      reasons: { ...reasons, ...measured.reasons },
    };
  });
}

/** How many rows the operands in the folder have. */
export const actionRows: number = PAIRS;

function requestOf({ grid, batch }: ActionCase, peer: string): object | null {
  if ((peer === "scipy") !== (batch === null)) return null;
  const common = { run: "action", grid, rows: PAIRS };
  return batch === null
    ? { ...common, cells: sideOf(actionGrids[grid]) ** 2 }
    : { ...common, batch };
}

/** What the answers say, by grid and batch size. */
export function actionMeasures(
  answers: readonly ActionAnswer[],
  batches: readonly number[],
  plans: readonly ActionPlan[],
  grids: readonly ActionGrid[] = actionGrids,
): Omit<ActionMeasures, "reasons"> {
  const actions = grids.flatMap((grid, i) => {
    const own = answers.filter((answer) => answer.case.grid === i);
    return batches.map((batch): ActionMeasure => ({
      grid: grid.name,
      side: sideOf(grid),
      batch,
      plan: plans[i] ?? null,
      ...measureOf(own, batch),
    }));
  });
  return {
    actions,
    scipyPairs: PAIRS,
    growthInBatch: grids.map(({ name }) => ({
      grid: name,
      exponent: exponents(
        actions.filter(({ grid }) => grid === name),
        ({ batch }) => batch,
      ),
    })),
    growthInN: batches.map((size) => ({
      batch: size,
      exponent: exponents(
        actions.filter(({ batch, grid }) =>
          batch === size && plainGrids(grids).includes(grid)
        ),
        ({ side }) => side,
      ),
    })),
  };
}

const plainGrids = (grids: readonly ActionGrid[]): string[] =>
  grids.filter(({ margin }) => margin === 0).map(({ name }) => name);

function measureOf(
  answers: readonly ActionAnswer[],
  batch: number,
): Pick<ActionMeasure, "ms" | "differenceToScipy"> {
  const of = (peer: ActionPeer) =>
    answers.filter((answer) =>
      answer.peer === peer &&
      answer.case.batch === (peer === "scipy" ? null : batch)
    );
  const replies = (peer: ActionPeer) => of(peer).map(({ reply }) => reply);
  const expected = replies("scipy").at(0)?.values;
  const difference = (peer: ActionPeer) =>
    largestDifference(replies(peer).at(0)?.values, expected);
  return {
    ms: byPeer((peer) =>
      spreadOf(
        replies(peer).flatMap(({ ms }) =>
          typeof ms === "number" ? [ms] : ms.map((pair) => pair * batch)
        ),
      )
    ),
    differenceToScipy: { blas: difference("blas"), wasm: difference("wasm") },
  };
}

function largestDifference(
  actual: readonly number[] | undefined,
  expected: readonly number[] | undefined,
): number | null {
  if (actual === undefined || expected === undefined) return null;
  const largest = (values: readonly number[]) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(expected.map((value, i) => actual[i] - value)) /
    largest(expected);
}

function exponents(
  actions: readonly ActionMeasure[],
  sizeOf: (action: ActionMeasure) => number,
): ByActionPeer<number | null> {
  return byPeer((peer) =>
    growthExponent(
      actions.map((action) => ({
        size: sizeOf(action),
        ms: action.ms[peer]?.median ?? null,
      })),
    )
  );
}

function byPeer<T>(of: (peer: ActionPeer) => T): ByActionPeer<T> {
  return Object.fromEntries(
    actionPeers.map((peer) => [peer, of(peer)]),
  ) as ByActionPeer<T>;
}
