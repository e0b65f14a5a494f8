import { checkNotEmpty } from "../check.ts";
import {
  type Curve,
  CURVE_BOTTOM,
  CURVE_LEFT,
  type CurveRow,
  type Panel,
  panelPlot,
  RIGHT,
  STAGES,
  type StageStart,
  thinned,
  WIDTH,
} from "./curve_panel.ts";
import { createDocument } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import { legend, type LegendItem } from "../legend.ts";
import { light, series, seriesColor } from "../palette.ts";
import { threeDigits } from "../number_words.ts";

export type { CurveRow, StageStart } from "./curve_panel.ts";

/** Data of the figure of the training. */
export interface TrainingCurvesData {
  /**
   * The history; of a long one only every k-th row is drawn, so that files stay small.
   */
  readonly history: readonly CurveRow[];
  /** Columns of the history to draw on the loss axis. */
  readonly columns: readonly string[];
  /** Column with the absolute cosine to the truth, if it is known. */
  readonly cosine?: string;
  /** The steps at which stages begin, as lines with a name. */
  readonly stages?: readonly StageStart[];
}

const LOSS = 230, COSINE = 130;

/**
 * Draws the terms of the loss over the steps, and the distance of the generator from the
 * true one, 1 - |cos|; both on a logarithmic axis, where a value of 0 or below leaves a
 * gap.
 *
 * @throws {RangeError} if the history or the list of columns is empty
 */
export function trainingCurvesFigure(data: TrainingCurvesData): Figure {
  const { columns, cosine, stages = [] } = data;
  checkNotEmpty("trainingCurvesFigure: history", data.history);
  checkNotEmpty("trainingCurvesFigure: columns", columns);
  const history = thinned(data.history);
  const document = createDocument();
  const losses = columns.map((column, i): Curve => ({
    label: column,
    color: seriesColor(i),
    dashed: i >= series.length,
    value: (row) => row[column],
  }));
  const panels: Panel[] = [{ label: "loss", curves: losses, height: LOSS }];
  if (cosine !== undefined) {
    const value = (row: CurveRow) => 1 - row[cosine];
    const curve = {
      label: "1 − |cos|",
      color: light.ink,
      dashed: false,
      value,
    };
    panels.push({ label: curve.label, curves: [curve], height: COSINE });
  }
  const key = legend(
    document,
    losses.map(legendItem),
    WIDTH - CURVE_LEFT - RIGHT,
  );
  let y = key.height + 10;
  const parts = panels.map((panel, i) => {
    const margins = {
      top: 8 + (i === 0 && stages.length > 0 ? STAGES : 0),
      bottom: i === panels.length - 1 ? CURVE_BOTTOM : 8,
    };
    const part = {
      element: panelPlot(document, panel, history, stages, margins),
      x: 0,
      y,
    };
    y += margins.top + panel.height + margins.bottom;
    return part;
  });
  return finishFigure(document, {
    name: "training-curves",
    caption: `Training: the terms of the loss${
      cosine === undefined
        ? ""
        : ", and 1 − |cos| between the estimated and the true generator,"
    } over the steps.`,
    numbers: numbers(data),
    width: WIDTH,
    height: y + 4,
    parts: [{ element: key.element, x: CURVE_LEFT, y: 6 }, ...parts],
  });
}

function legendItem({ label, color, dashed }: Curve): LegendItem {
  return { label, color, mark: dashed ? "dashed" : "line" };
}

/** Describes the first and the last finite value of every curve. */
function numbers({ history, columns, cosine }: TrainingCurvesData): string {
  const values = (label: string, value: (row: CurveRow) => number) => {
    const known = history.map(value).filter(Number.isFinite);
    return known.length === 0
      ? `${label} not known`
      : `${label} ${threeDigits(known[0])} to ${threeDigits(known.at(-1)!)}`;
  };
  const texts = [
    ...columns.map((column) => values(column, (row) => row[column])),
    ...cosine === undefined
      ? []
      : [values("1 − |cos|", (row) => 1 - row[cosine])],
  ];
  return `Steps ${history[0].step} to ${history.at(-1)!.step}: ${
    texts.join(", ")
  }.`;
}
