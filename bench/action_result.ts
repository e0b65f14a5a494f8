import type { ActionPlans } from "./action_forms.ts";
import { type ActionForm, actionForms } from "./action_grids.ts";
import type { ActionWork } from "./action_job.ts";
import { type OwnBackend, ownBackends } from "./commands.ts";
import type { Spread } from "./statistics.ts";

export type ByBackend<T> = Readonly<Record<OwnBackend, T>>;
export type ByForm<T> = Readonly<Record<ActionForm, T>>;

/** One value per backend and form, and one for SciPy. */
export type ByActionPeer<T> =
  & ByBackend<ByForm<T>>
  & { readonly scipy: T };

/** Measurements of the action on one grid at one batch size. */
export interface ActionMeasure {
  readonly grid: string;
  /** Cells per side, with the margin. */
  readonly side: number;
  readonly batch: number;
  readonly work: ActionWork;
  readonly plans: ActionPlans | null;
  /**
   * Time of the whole batch. For SciPy, the time per pair is multiplied by the batch
   * size.
   */
  readonly ms: ByActionPeer<Spread | null>;
  /** Ratio of the median times; if it is above 1, the lines are faster. */
  readonly denseOverLines: ByBackend<number | null>;
  /** The form that the project itself uses. */
  readonly taken: ByBackend<ActionForm | null>;
  /**
   * Largest difference from SciPy's result, divided by that result's largest value; for
   * the action without gradients.
   */
  readonly differenceToScipy: ByBackend<ByForm<number | null>>;
}

/** All measurements of the exponential action. */
export interface ActionMeasures {
  readonly actions: readonly ActionMeasure[];
  /**
   * Number of pairs that SciPy computed per round; its times are scaled up from these.
   */
  readonly scipyPairs: number;
  readonly growthInBatch: readonly {
    readonly grid: string;
    readonly work: ActionWork;
    readonly exponent: ByActionPeer<number | null>;
  }[];
  /** Exponents in n, the cells per side with the margin, over the pixel grids. */
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
