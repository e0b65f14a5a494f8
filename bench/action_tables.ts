import type { TableRow } from "#lib/display/display.ts";
import { textTable } from "#lib/display/text_table.ts";
import { actionForms } from "./action_grids.ts";
import type {
  ActionMeasure,
  ActionMeasures,
  ByActionPeer,
} from "./action_result.ts";
import { ownBackends } from "./commands.ts";
import type { BenchResult } from "./result.ts";
import { number, reasonLines, spread } from "./table_text.ts";

/** Makes the section of the report about the exponential action. */
export function actionSection({ action }: BenchResult): string[] {
  return [
    `Exponential action in ms: median (quartiles); scipy is its time of one pair (${action.scipyPairs} pairs measured a round) times the batch`,
    textTable(action.actions.map(timeRow)),
    verdict(action.actions),
    "How the exponential is cut up, and the largest difference to SciPy's",
    textTable(gridRows(action.actions)),
    "Growth exponents of the action",
    textTable(growthRows(action)),
    ...reasonLines(action.reasons),
  ];
}

function timeRow(measure: ActionMeasure): TableRow {
  const { grid, batch, work, ms, denseOverLines } = measure;
  return {
    n: grid,
    batch: String(batch),
    work,
    ...Object.fromEntries(ownBackends.flatMap((backend) => [
      ...actionForms.map((form) => [
        `${backend} ${form}`,
        spread(ms[backend][form]),
      ]),
      [`dense/lines, ${backend}`, number(denseOverLines[backend])],
    ])),
    scipy: spread(ms.scipy),
  };
}

/** States whether the project uses the faster form on every grid that has two. */
export function verdict(actions: readonly ActionMeasure[]): string {
  const choices = actions.flatMap(({ denseOverLines, taken, ...measure }) =>
    ownBackends.flatMap((backend) => {
      const ratio = denseOverLines[backend];
      if (ratio === null) return [];
      const right = taken[backend] === (ratio > 1 ? "lines" : "dense");
      const { grid, batch, work } = measure;
      return [{ right, name: `n = ${grid}, ${batch}, ${work} (${backend})` }];
    })
  );
  const wrong = choices.filter(({ right }) => !right).map(({ name }) => name);
  const faster = choices.length - wrong.length;
  return [
    `dense/lines above 1: the lines are faster. lib takes the faster form in ${faster} of ${choices.length} cases`,
    ...(wrong.length === 0 ? [] : [`, the slower one for ${wrong.join("; ")}`]),
  ].join("");
}

function gridRows(actions: readonly ActionMeasure[]): TableRow[] {
  const grids = Map.groupBy(actions, ({ grid }) => grid);
  return [...grids].map(([grid, measures]) => {
    const { dense, lines } = measures[0].plans ?? {};
    const known = (values: readonly (number | null)[]) =>
      values.filter((value) => value !== null);
    const largest = (values: readonly (number | null)[]) =>
      number(known(values).length > 0 ? Math.max(...known(values)) : null);
    return {
      n: grid,
      "dense, sub-steps x terms": dense === undefined
        ? "–"
        : `${dense.substeps} x ${dense.terms}`,
      "lines, terms": number(lines?.terms),
      ...Object.fromEntries(
        ownBackends.flatMap((backend) =>
          actionForms.map((form) => [
            `${backend} ${form} - scipy`,
            largest(measures.map((m) => m.differenceToScipy[backend][form])),
          ])
        ),
      ),
    };
  });
}

function growthRows({ growthInBatch, growthInN }: ActionMeasures): TableRow[] {
  const row = (
    exponent: string,
    at: string,
    values: ByActionPeer<number | null>,
  ): TableRow => ({
    exponent,
    at,
    ...Object.fromEntries(
      ownBackends.flatMap((backend) =>
        actionForms.map((form) => [
          `${backend} ${form}`,
          number(values[backend][form]),
        ])
      ),
    ),
    scipy: number(values.scipy),
  });
  return [
    ...growthInBatch.map(({ grid, work, exponent }) =>
      row("in batch", `n = ${grid}, ${work}`, exponent)
    ),
    ...growthInN.map(({ batch, work, exponent }) =>
      row("in n", `batch ${batch}, ${work}`, exponent)
    ),
  ];
}
