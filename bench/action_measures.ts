import type { ActionPlans } from "./action_forms.ts";
import {
  type ActionForm,
  actionForms,
  type ActionGrid,
  actionGrids,
  sideOf,
} from "./action_grids.ts";
import {
  type ActionReply,
  type ActionWork,
  actionWorks,
} from "./action_job.ts";
import {
  type ActionMeasure,
  type ActionMeasures,
  type ByActionPeer,
  byBackend,
  byForm,
} from "./action_result.ts";
import type { OwnBackend } from "./commands.ts";
import type { Answer } from "./interleave.ts";
import { growthExponent, ratio, type Spread, spreadOf } from "./statistics.ts";

/** A request to this project, or to SciPy, which computes pair by pair. */
export type ActionCase =
  | {
    /** Index of the grid. */
    readonly grid: number;
    readonly batch: number;
    readonly work: ActionWork;
    readonly form: ActionForm;
  }
  | { readonly grid: number; readonly batch: null };

export interface ScipyReply {
  /** One time per pair. */
  readonly ms: readonly number[];
  readonly values: readonly number[];
}

export type ActionAnswer = Answer<ActionCase, ActionReply | ScipyReply>;

/** Batch sizes of the action without and with gradients. */
export type ActionBatches = Readonly<Record<ActionWork, readonly number[]>>;

/** Number of pairs that SciPy computes per round. */
export const SCIPY_PAIRS = 4;

/**
 * Summarises the answers by grid, work and batch size.
 *
 * @param plans One entry per grid.
 */
export function actionMeasures(
  answers: readonly ActionAnswer[],
  batches: ActionBatches,
  plans: readonly ActionPlans[],
  grids: readonly ActionGrid[] = actionGrids,
): Omit<ActionMeasures, "reasons"> {
  const actions = grids.flatMap((grid, i) => {
    const own = answers.filter((answer) => answer.case.grid === i);
    return works(batches).map(({ work, batch }): ActionMeasure => ({
      grid: grid.name,
      side: sideOf(grid),
      batch,
      work,
      plans: plans[i] ?? null,
      ...measureOf(own, work, batch),
    }));
  });
  const pixels = grids.filter(({ forms }) => forms.includes("lines"))
    .map(({ name }) => name);
  return {
    actions,
    scipyPairs: SCIPY_PAIRS,
    growthInBatch: grids.flatMap(({ name }) =>
      actionWorks.map((work) => ({
        grid: name,
        work,
        exponent: exponents(
          actions.filter((a) => a.grid === name && a.work === work),
          ({ batch }) => batch,
        ),
      }))
    ),
    growthInN: works(batches).map(({ work, batch }) => ({
      batch,
      work,
      exponent: exponents(
        actions.filter((a) =>
          a.batch === batch && a.work === work && pixels.includes(a.grid)
        ),
        ({ side }) => side,
      ),
    })),
  };
}

/** Lists every work with each of its batch sizes. */
export const works = (batches: ActionBatches) =>
  actionWorks.flatMap((work) =>
    batches[work].map((batch) => ({ work, batch }))
  );

type Measured = Pick<
  ActionMeasure,
  "ms" | "denseOverLines" | "taken" | "differenceToScipy"
>;

function measureOf(
  answers: readonly ActionAnswer[],
  work: ActionWork,
  batch: number,
): Measured {
  const scipy = answers.filter(({ peer }) => peer === "scipy")
    .map(({ reply }) => reply as ScipyReply);
  const own = (backend: OwnBackend, form: ActionForm) =>
    answers.filter(({ peer, case: asked }) =>
      peer === backend && asked.batch === batch && asked.work === work &&
      asked.form === form
    ).map(({ reply }) => reply as ActionReply);
  // SciPy computes no gradients.
  const scaled = work === "gradients"
    ? []
    : scipy.flatMap(({ ms }) => ms.map((pair) => pair * batch));
  const ms = {
    ...byBackend((backend) =>
      byForm((form) => spreadOf(own(backend, form).map(({ ms }) => ms)))
    ),
    scipy: spreadOf(scaled),
  };
  return {
    ms,
    denseOverLines: byBackend((backend) =>
      ratio(ms[backend].dense?.median, ms[backend].lines?.median)
    ),
    taken: byBackend((backend) =>
      actionForms.flatMap((form) => own(backend, form)).at(0)?.taken ?? null
    ),
    differenceToScipy: byBackend((backend) =>
      byForm((form) =>
        largestDifference(
          own(backend, form).at(0)?.values,
          scipy.at(0)?.values,
        )
      )
    ),
  };
}

function largestDifference(
  actual: readonly number[] | undefined,
  expected: readonly number[] | undefined,
): number | null {
  if (!actual?.length || !expected?.length) return null;
  const largest = (values: readonly number[]) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(expected.map((value, i) => actual[i] - value)) /
    largest(expected);
}

function exponents(
  actions: readonly ActionMeasure[],
  sizeOf: (action: ActionMeasure) => number,
): ByActionPeer<number | null> {
  const exponent = (of: (action: ActionMeasure) => Spread | null) =>
    growthExponent(
      actions.map((action) => ({
        size: sizeOf(action),
        ms: of(action)?.median ?? null,
      })),
    );
  return {
    ...byBackend((backend) =>
      byForm((form) => exponent(({ ms }) => ms[backend][form]))
    ),
    scipy: exponent(({ ms }) => ms.scipy),
  };
}
