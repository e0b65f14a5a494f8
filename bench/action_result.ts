import type { ActionPlans } from "./action_forms.ts";
import { type ActionForm, actionForms } from "./action_grids.ts";
import type { ActionWork } from "./action_job.ts";
import { type OwnBackend, ownBackends } from "./commands.ts";
import type { Spread } from "./statistics.ts";

export type ByBackend<T> = Readonly<Record<OwnBackend, T>>;
export type ByForm<T> = Readonly<Record<ActionForm, T>>;

/** One value for everyone who computes the action. */
export type ByActionPeer<T> =
  & ByBackend<ByForm<T>>
  & { readonly scipy: T };

/** The action on one grid for one batch size. */
export interface ActionMeasure {
  readonly grid: string;
  /** Cells a side, with the margin. */
  readonly side: number;
  readonly batch: number;
  readonly work: ActionWork;
  readonly plans: ActionPlans | null;
  /** Of the whole batch; SciPy's is its time of one pair times the batch. */
  readonly ms: ByActionPeer<Spread | null>;
  /** Of the medians: above 1, the lines are faster. */
  readonly denseOverLines: ByBackend<number | null>;
  /** In which form the project itself computes it. */
  readonly taken: ByBackend<ActionForm | null>;
  /** Largest difference to SciPy's result over its largest value; of the action itself. */
  readonly differenceToScipy: ByBackend<ByForm<number | null>>;
}

/** All that was measured of the exponential action. */
export interface ActionMeasures {
  readonly actions: readonly ActionMeasure[];
  /** SciPy was timed on so many pairs a round and scaled up. */
  readonly scipyPairs: number;
  readonly growthInBatch: readonly {
    readonly grid: string;
    readonly work: ActionWork;
    readonly exponent: ByActionPeer<number | null>;
  }[];
  /** In n, the cells a side with the margin, over the grids of pixels. */
  readonly growthInN: readonly {
    readonly batch: number;
    readonly work: ActionWork;
    readonly exponent: ByActionPeer<number | null>;
  }[];
  readonly reasons: Readonly<Record<string, string>>;
}

export function byBackend<T>(of: (backend: OwnBackend) => T): ByBackend<T> {
  return Object.fromEntries(
    ownBackends.map((backend) => [backend, of(backend)]),
  ) as ByBackend<T>;
}

export function byForm<T>(of: (form: ActionForm) => T): ByForm<T> {
  return Object.fromEntries(
    actionForms.map((form) => [form, of(form)]),
  ) as ByForm<T>;
}
