import type { NetworkStep } from "../detection/network.ts";
import { altText } from "../figures/figure.ts";
import { UNIT_TIME } from "../lie/gauge.ts";
import {
  type LiveStep,
  liveTrainingFigure,
} from "../figures/training/live_training.ts";
import type { SavedFile } from "./messages.ts";

/** Least time between two drawings, ms, and the largest share of the time for them. */
const EVERY_MS = 2000, SHARE = 0.04;

/** Draws trainings as they go on. */
export type LivePlot = (step: NetworkStep, network: number) => void;

/**
 * Draws each network's loss and the t of some pairs, as the notebooks do: at the first
 * step, then every two seconds or less often, and at the last step.
 *
 * @param draw shows a figure
 */
export function livePlot(
  draw: (figure: SavedFile, words: string) => void,
): LivePlot {
  let history: LiveStep[] = [];
  let next = -Infinity, present = -1, drawing = false;
  return ({ step, steps, stages, loss, estimate }, network) => {
    if (network !== present) {
      [present, history, next] = [network, [], -Infinity];
    }
    history.push({ step, loss });
    const isLast = step === steps;
    if (drawing || performance.now() < next && !isLast) return;
    drawing = true;
    const started = performance.now();
    const shown = [...history];
    void estimate().then((t) => {
      const figure = liveTrainingFigure({
        history: shown,
        steps,
        stages,
        parameter: "t",
        unit: UNIT_TIME,
        network: t,
      });
      const words = `Network ${network + 1}. ${altText(figure)}`;
      draw(
        { name: "live.svg", type: "image/svg+xml", content: figure.svg },
        words,
      );
      const spent = performance.now() - started;
      next = started + Math.max(EVERY_MS, spent / SHARE);
    }).finally(() => drawing = false);
  };
}
