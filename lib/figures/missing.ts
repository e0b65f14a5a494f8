import { createDocument } from "./document.ts";
import type { Figure } from "./figure.ts";
import { finishFigure, FONT_SIZE } from "./finish.ts";
import { heading } from "./heading.ts";
import { LINE_HEIGHT, textLines, wrapped } from "./wrap.ts";

/** Sizes of the figure, in pixels. */
const WIDTH = 560, MARGIN = 16, TITLE = 30, LINE = LINE_HEIGHT * FONT_SIZE;

/** The description of a figure that cannot be drawn. */
export interface Missing {
  /** The name of the figure that is missing. */
  readonly name: string;
  /** The title of that figure. */
  readonly title: string;
  /** The reason why it cannot be drawn. */
  readonly reason: string;
}

/** Makes a figure that explains why the figure of this name cannot be drawn. */
export function missingFigure({ name, title, reason }: Missing): Figure {
  const document = createDocument();
  const text = `Not shown: ${reason}.`;
  const lines = wrapped(text, WIDTH - 2 * MARGIN, FONT_SIZE);
  const bottom = MARGIN + TITLE + lines.length * LINE;
  return finishFigure(document, {
    name,
    caption: `${title}. ${text}`,
    numbers: "",
    width: WIDTH,
    height: Math.ceil(bottom + MARGIN),
    parts: [
      { element: heading(document, title), x: MARGIN, y: MARGIN + FONT_SIZE },
      { element: textLines(document, lines, FONT_SIZE), x: MARGIN, y: bottom },
    ],
  });
}
