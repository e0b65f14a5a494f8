import type { ArchitectureData } from "./architecture_data.ts";
import {
  IMAGE,
  loss,
  PATCH,
  patches,
  picture,
  STACK,
  stack,
  title,
} from "./architecture_parts.ts";
import { arrow, box, type DiagramPoint, formula } from "./diagram.ts";
import { svgElement } from "../document.ts";
import { light } from "../palette.ts";

/** Vertical centres of the three branches, pixels from the top. */
const LATENT = 86, PARAMETER = 258, PIXEL = 380;

/** Horizontal centres of their parts, pixels from the left. */
const INPUT = 72, CODE = 376, ACTION = 490, MOVED = 604, OUTPUT = 908;

/**
 * Positions of the first layers of the networks on the left and of the decoder, pixels.
 */
const LEFT_STACK = 162, DECODER = 670;

/**
 * The boxes of the exponentials, and the distance of t and alpha from the middle,
 * pixels.
 */
const ACTION_BOX = { width: 112, height: 42, color: light.purple }, ASIDE = 34;

/** Gap at the ends of arrows, pixels. */
const OFF = 9;

/**
 * Draws the latent branch: x0, encoder, latent code, exp(-tG), moved code, decoder,
 * output.
 */
export function latentBranch(
  document: Document,
  data: ArchitectureData,
): Element {
  const at = (x: number): DiagramPoint => [x, LATENT];
  const across = (from: number, to: number) =>
    arrow(document, [at(from), at(to)]);
  const half = {
    image: IMAGE / 2,
    patch: PATCH / 2 + OFF,
    action: ACTION_BOX.width / 2 + 2,
  };
  const heading = (text: string, x: number) =>
    title(document, text, [x, LATENT - 60]);
  return svgElement(
    document,
    "g",
    { class: "latent-branch" },
    heading("x_0", INPUT),
    picture(document, data, data.x0, at(INPUT)),
    across(INPUT + half.image + 4, LEFT_STACK - OFF),
    heading("encoder f", LEFT_STACK + STACK.width / 2),
    stack(document, data.encoder, at(LEFT_STACK), light.green),
    across(LEFT_STACK + STACK.width + OFF, CODE - half.patch),
    heading("latent code", CODE),
    patches(document, data, at(CODE)),
    across(CODE + half.patch, ACTION - half.action),
    box(document, "exp(−t G_α)", at(ACTION), ACTION_BOX),
    across(ACTION + half.action, MOVED - half.patch),
    heading("moved code", MOVED),
    patches(document, data, at(MOVED)),
    loss(document, "L_Z: against f(x_t)", [MOVED - 54, LATENT + 88]),
    across(MOVED + half.patch, DECODER - OFF),
    heading("decoder g", DECODER + STACK.width / 2),
    stack(document, data.decoder, at(DECODER), light.green),
    across(DECODER + STACK.width + OFF, OUTPUT - half.image - 4),
    heading("output", OUTPUT),
    picture(document, data, data.output, at(OUTPUT)),
  );
}

/**
 * Draws the parameter branch: both images, the t-network, t and the coefficients alpha;
 * xt as the target.
 */
export function parameterBranch(
  document: Document,
  data: ArchitectureData,
): Element {
  const y = PARAMETER, network = LEFT_STACK + STACK.width;
  const edge = INPUT + IMAGE / 2 + 4, trunk = (edge + LEFT_STACK - OFF) / 2;
  const [t, alpha] = [ACTION - ASIDE, ACTION + ASIDE];
  const node = (text: string, x: number, color: string) =>
    box(document, text, [x, y], { width: 36, height: 36, color });
  const note = (text: string, dy: number) =>
    formula(document, text, [alpha + 28, y + dy], { "text-anchor": "start" });
  return svgElement(
    document,
    "g",
    { class: "parameter-branch" },
    title(document, "x_t", [INPUT, y - 56]),
    picture(document, data, data.xt, [INPUT, y]),
    arrow(document, [
      [trunk, LATENT],
      [trunk, y - 18],
      [LEFT_STACK - OFF, y - 18],
    ]),
    arrow(document, [[edge, y + 18], [LEFT_STACK - OFF, y + 18]]),
    title(document, "t-network T", [LEFT_STACK + STACK.width / 2, y - 62]),
    stack(document, data.tNetwork, [LEFT_STACK, y], light.network),
    arrow(document, [[network + OFF, y], [t - 20, y]]),
    node("t", t, light.network),
    node("α", alpha, light.purple),
    note(`${data.terms} coefficients make`, -4),
    note("the generator G_α", 14),
    ...[t, alpha].flatMap((x) => [
      arrow(document, [[x, y - 20], [x, LATENT + ACTION_BOX.height / 2 + 2]]),
      arrow(document, [[x, y + 20], [x, PIXEL - ACTION_BOX.height / 2 - 2]]),
    ]),
    title(document, "x_t", [OUTPUT - IMAGE / 2 - 14, y + 5]),
    picture(document, data, data.xt, [OUTPUT, y]),
    arrow(document, [
      [OUTPUT, LATENT + IMAGE / 2 + 4],
      [OUTPUT, y - IMAGE / 2 - 4],
    ], { color: light.amber, bothWays: true }),
    loss(document, "L_X", [OUTPUT + 12, (LATENT + y) / 2 + 5]),
  );
}

/**
 * Draws the pixel branch: the pixels of x0, moved by the same t and alpha, compared with
 * those of xt.
 */
export function pixelBranch(document: Document): Element {
  const corner = INPUT - IMAGE / 2 - 14, half = ACTION_BOX.width / 2 + 2;
  const bottom = PARAMETER + IMAGE / 2 + 4;
  return svgElement(
    document,
    "g",
    { class: "pixel-branch" },
    arrow(document, [
      [INPUT - IMAGE / 2 - 2, LATENT],
      [corner, LATENT],
      [corner, PIXEL],
      [ACTION - half, PIXEL],
    ]),
    title(document, "α-matching", [LEFT_STACK + STACK.width / 2, PIXEL - 10]),
    formula(
      document,
      "the pixels of x_0, moved directly",
      [LEFT_STACK + STACK.width / 2, PIXEL + 20],
      { "font-size": 11, fill: light.muted },
    ),
    box(document, "exp(−t G′_α)", [ACTION, PIXEL], ACTION_BOX),
    arrow(document, [
      [ACTION + half, PIXEL],
      [OUTPUT, PIXEL],
      [OUTPUT, bottom],
    ], { color: light.amber }),
    loss(document, "L_α", [OUTPUT + 12, (PIXEL + bottom) / 2 + 5]),
  );
}
