import { least, max } from "d3-array";
import type { ImageShape } from "../datasets/types.ts";
import { checkFinite, checkLength } from "../figures/check.ts";
import {
  createDocument,
  htmlElement,
  svgElement,
} from "../figures/document.ts";
import { arrowsOf } from "../figures/latent/latent_marks.ts";
import { arrowInk, paleDiverging } from "../figures/palette.ts";
import {
  bytesImage,
  colorBytes,
  pixelBytes,
} from "../figures/images/pixel_image.ts";
import { parameterLabel, parameterName } from "../figures/t_words.ts";
import { serialize } from "../figures/serialize.ts";
import { tFormat } from "../figures/t_format.ts";
import type { VectorField } from "../lie/basis.ts";
import { fromDegrees } from "../lie/degrees.ts";
import type { HtmlOutput } from "./display.ts";
import { explorerPanel, explorerSlider, OWN_KEYS } from "./explorer_parts.ts";
import {
  EXPLORER_CLASS,
  EXPLORER_STYLE,
  startFlowExplorers,
} from "./flow_explorer_page.ts";

/** One image along a learned flow, with one frame per t. */
export interface FlowExplorerData {
  /** The name that the heading shows. */
  readonly transformation: string;
  /** Name of t, for example "angle". */
  readonly parameter: string;
  /** Unit of t. */
  readonly unit: string;
  /** Formats t in another unit, for example "40.5 degrees", which is shown with t. */
  readonly inWords?: (t: number) => string;
  /** The times, at least two, ascending, evenly spaced. */
  readonly times: readonly number[];
  /** Number of rows and of columns of an image. */
  readonly side: number;
  /** Values per pixel: 1 for grey, 3 for RGB. */
  readonly channels: number;
  /** The image moved along the flow, one frame per t; values from 0 to 1. */
  readonly moved: readonly ArrayLike<number>[];
  /** The model's output: the latent code, moved and decoded. */
  readonly output?: readonly ArrayLike<number>[];
  /** The first patch of the moved code, latentSize x latentSize values. */
  readonly latent?: readonly ArrayLike<number>[];
  /** Cells per side of a latent patch; 0 if left out. */
  readonly latentSize?: number;
  /** The learned field, in half-frames. */
  readonly field: VectorField;
}

/** Number of arrows along a side of the image. */
const ARROWS = 9;

/** Side of the arrows' drawing, in its own units. */
const SIDE = 200;

/** Colour of arrows: bright, with a dark rim, visible over any image. */
const ARROW = "#f5954a";

/**
 * Makes a slider that moves an image along the learned flow, under the field's arrows,
 * with the model's output and the latent patch, if these are given. It contains all
 * frames, so it needs no kernel and loads nothing, and a page may have several of them.
 * If scripts do not run, the frame whose t is nearest to 0 is shown.
 *
 * The slider counts frames, with 0 at that one.
 *
 * @throws {RangeError} if there are fewer than two t, they are not evenly ascending, a
 * list does not have one frame per t, or a frame has a wrong number of values, or one
 * that is not finite
 */
export function flowExplorer(data: FlowExplorerData): HtmlOutput {
  check(data);
  const { transformation, parameter, unit, inWords } = data;
  const { times, side, channels } = data;
  const write = tFormat(times);
  const still = times.indexOf(least(times, Math.abs)!);
  const document = createDocument();
  const square = { height: side, width: side, channels };
  const image = { shape: square, still };
  const { output, latent, latentSize = 0 } = data;
  const name = parameterName(parameter, unit);
  const shown = [
    "moved by the flow, whose vector field is shown by arrows",
    ...(output ? ["the model's output, the decoded moved latent code"] : []),
    ...(latent ? ["and the first patch of the code"] : []),
  ];
  const caption =
    `A held-out image along the flow learned for ${transformation}, ${name} from ${
      write(times[0])
    } to ${write(times.at(-1)!)} ${unit}: ${shown.join("; ")}.`;
  const root = htmlElement(
    document,
    "div",
    { class: EXPLORER_CLASS, role: "group", "aria-label": caption },
    htmlElement(document, "style", {}, EXPLORER_STYLE),
    htmlElement(
      document,
      "div",
      { class: "panels" },
      panel(document, {
        ...image,
        title: "x0 along the learned flow",
        frames: data.moved.map(pixelBytes),
        arrows: arrows(document, data.field, ARROWS, {
          stroke: ARROW,
          rim: true,
        }),
      }),
      ...(output === undefined ? [] : [
        panel(document, {
          ...image,
          title: "model's output",
          frames: output.map(pixelBytes),
        }),
      ]),
      ...(latent === undefined ? [] : [
        latentPanel(document, { latent, latentSize, still, field: data.field }),
      ]),
    ),
    controls(document, {
      label: parameterLabel(parameter, unit),
      labels: times.map((t) =>
        `${write(t)} ${unit}${inWords ? ` (${inWords(t)})` : ""}`
      ),
      still,
    }),
    htmlElement(
      document,
      "p",
      { class: "still" },
      `Shown at t = ${
        write(times[still])
      }; a slider moves the image if scripts may run.`,
    ),
    htmlElement(document, "script", {}, SCRIPT),
  );
  return { html: serialize(root, "html"), caption };
}

const SCRIPT = `(${startFlowExplorers})(document);`;

function check(data: FlowExplorerData): void {
  const { times, side, channels, latentSize = 0 } = data;
  checkFinite("flowExplorer: times", times);
  const step = (times.at(-1)! - times[0]) / (times.length - 1);
  const even = times.every((t, i) =>
    Math.abs(t - times[0] - i * step) < 1e-6 * step
  );
  if (!(step > 0 && even)) {
    throw new RangeError(
      `flowExplorer: times: expected two or more, evenly ascending, found [${times}]`,
    );
  }
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `flowExplorer: channels: expected 1 or 3, found ${channels}`,
    );
  }
  const sizes = {
    moved: side ** 2 * channels,
    output: side ** 2 * channels,
    latent: latentSize ** 2,
  };
  for (const [list, size] of Object.entries(sizes)) {
    const frames = data[list as keyof typeof sizes];
    if (frames === undefined) continue;
    checkLength(`flowExplorer: ${list}`, frames, times.length);
    frames.forEach((values, i) => {
      checkLength(`flowExplorer: frame ${i} of ${list}`, values, size);
      checkFinite(`flowExplorer: frame ${i} of ${list}`, values);
    });
  }
}

/** Makes the panel of patches on one diverging scale, under the field's arrows. */
function latentPanel(
  document: Document,
  { latent, latentSize, still, field }: {
    readonly latent: readonly ArrayLike<number>[];
    readonly latentSize: number;
    readonly still: number;
    readonly field: VectorField;
  },
): HTMLElement {
  const limit = max(latent, (patch) => max(Array.from(patch), Math.abs));
  return panel(document, {
    title: "latent patch",
    shape: { height: latentSize, width: latentSize, channels: 3 },
    still,
    frames: latent.map((patch) => colorBytes(patch, limit || 1, paleDiverging)),
    arrows: arrows(document, field, latentSize, {
      stroke: arrowInk,
      rim: false,
    }),
  });
}

/** Makes a panel of a title, the still frame, and all frames for the script. */
function panel(
  document: Document,
  { title, shape, frames, still, arrows }: {
    readonly title: string;
    readonly shape: ImageShape;
    /** Frames of bytes, row-major, channels innermost. */
    readonly frames: readonly Uint8Array[];
    readonly still: number;
    readonly arrows?: Element;
  },
): HTMLElement {
  const size = frames[still].length;
  const bytes = new Uint8Array(frames.length * size);
  frames.forEach((frame, i) => bytes.set(frame, i * size));
  return explorerPanel(document, {
    title,
    source: bytesImage(frames[still], shape),
    data: {
      "data-height": shape.height,
      "data-width": shape.width,
      "data-channels": shape.channels,
      "data-frames": bytes.toBase64(),
    },
    arrows,
  });
}

/** Makes the controls, which are hidden until the script runs. */
const controls = (
  document: Document,
  slider: Parameters<typeof explorerSlider>[1],
): HTMLElement =>
  htmlElement(
    document,
    "div",
    { class: "controls", hidden: "" },
    htmlElement(document, "button", { type: "button", ...OWN_KEYS }, "Play"),
    ...explorerSlider(document, slider),
  );

/** Draws the field's arrows over an image. */
function arrows(
  document: Document,
  field: VectorField,
  count: number,
  { stroke, rim }: { readonly stroke: string; readonly rim: boolean },
): SVGElement {
  const d = arrowsOf(field, count, SIDE).map(arrowPath).join("");
  const path = (color: string, width: number) =>
    svgElement(document, "path", { d, stroke: color, "stroke-width": width });
  return svgElement(
    document,
    "svg",
    {
      viewBox: `0 0 ${SIDE} ${SIDE}`,
      fill: "none",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      "aria-hidden": "true",
    },
    ...(rim ? [path(arrowInk, 3.6)] : []),
    path(stroke, 1.6),
  );
}

/** Draws an arrow: a centred shaft and a head; nothing if the field is 0. */
function arrowPath(
  { x, y, length, rotate }: ReturnType<typeof arrowsOf>[number],
): string {
  if (length < 0.5) return "";
  const angle = fromDegrees(rotate);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const point = (right: number, up: number) => {
    const px = SIDE * (1 + x) / 2 + right * cos + up * sin;
    const py = SIDE * (1 + y) / 2 + right * sin - up * cos;
    return `${px.toFixed(1)},${py.toFixed(1)}`;
  };
  const tip = length / 2, head = Math.min(5, length / 2.5);
  return `M${point(0, -tip)}L${point(0, tip)}M${
    point(-head * 0.7, tip - head)
  }L${point(0, tip)}L${point(head * 0.7, tip - head)}`;
}
