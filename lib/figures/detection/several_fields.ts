import * as Plot from "@observablehq/plot";
import { format } from "d3-format";
import type { VectorField } from "../../lie/basis.ts";
import { checkLength, checkNotEmpty } from "../check.ts";
import { createDocument, svgElement } from "../document.ts";
import type { Figure } from "../figure.ts";
import { finishFigure } from "../finish.ts";
import { heading } from "../heading.ts";
import { arrowsOf, fieldMark } from "../latent/latent_marks.ts";
import { light } from "../palette.ts";
import { plotStyle } from "../plot_style.ts";

/** One generator: its true field and the nearest one of the found space. */
export interface FieldPair {
  readonly name: string;
  /** The true field, in half-frames. */
  readonly truth: VectorField;
  readonly found: VectorField;
  /** Angle between both fields, degrees. */
  readonly angle: number;
}

/** Data of the figure of several generators' fields. */
export interface SeveralFieldsData {
  /** The generators, at least one. */
  readonly generators: readonly FieldPair[];
  /** Principal angles between the true span and the found space, degrees. */
  readonly principalAngles: readonly number[];
}

const SIDE = 144, GAP = 16, LEFT = 60, TOP = 44, MARGIN = 12, ARROWS = 9;

/**
 * Draws the true field of every generator, and below it the field of the found space
 * that is nearest to it. x points right and y down; the frame is [-1, 1] along both
 * axes.
 *
 * @throws {RangeError} if there is no generator, or not one angle per generator
 */
export function severalFieldsFigure(data: SeveralFieldsData): Figure {
  const { generators, principalAngles } = data;
  checkNotEmpty("severalFieldsFigure: generators", generators);
  checkLength(
    "severalFieldsFigure: principalAngles",
    principalAngles,
    generators.length,
  );
  const document = createDocument();
  const write = format(".3f");
  const x = (k: number) => LEFT + k * (SIDE + GAP);
  const rows = { true: TOP, found: TOP + SIDE + GAP };
  return finishFigure(document, {
    name: "fields",
    caption:
      `The fields of the true generators, and below each the nearest field of the found space (arrows), with the angle between the two. Principal angles between the span of the true generators and the found space: ${
        principalAngles.map(write).join(", ")
      } degrees.`,
    numbers: `Angles: ${
      generators.map(({ name, angle }) => `${name} ${write(angle)}`).join(", ")
    } degrees.`,
    width: x(generators.length) - GAP + MARGIN,
    height: rows.found + SIDE + MARGIN + 18,
    parts: [
      ...Object.entries(rows).map(([label, y]) => ({
        element: svgElement(
          document,
          "text",
          { "text-anchor": "end", dy: "0.35em" },
          label,
        ),
        x: LEFT - 10,
        y: y + SIDE / 2,
      })),
      ...generators.flatMap(({ name, truth, found, angle }, k) => [
        { element: heading(document, name), x: x(k), y: 28 },
        { element: panel(document, truth, "true"), x: x(k), y: rows.true },
        { element: panel(document, found, "found"), x: x(k), y: rows.found },
        {
          element: svgElement(
            document,
            "text",
            { "text-anchor": "middle", fill: light.muted },
            `${write(angle)}°`,
          ),
          x: x(k) + SIDE / 2,
          y: rows.found + SIDE + 18,
        },
      ]),
    ],
  });
}

function panel(document: Document, field: VectorField, className: string) {
  return Plot.plot({
    ...plotStyle(document),
    className,
    width: SIDE,
    height: SIDE,
    margin: 0,
    x: { domain: [-1, 1], axis: null },
    y: { domain: [1, -1], axis: null },
    fx: { axis: null, padding: 0, round: false },
    marks: [
      fieldMark(arrowsOf(field, ARROWS, SIDE), 1.3),
      Plot.frame({ stroke: light.ink }),
    ],
  });
}
