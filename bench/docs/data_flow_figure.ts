/** A step on the way of data: what it makes, and the room that makes it. */
interface Step {
  readonly makes: string;
  readonly room: string;
  /** A few words that say the work of the step. */
  readonly does: string;
}

const STEPS: readonly Step[] = [
  { makes: "spec", room: "experiments", does: "names all settings" },
  { makes: "pairs", room: "datasets", does: "made with a known t" },
  { makes: "batches", room: "training", does: "draws pairs" },
  { makes: "step", room: "training", does: "gradients and Adam" },
  { makes: "registration", room: "matching", does: "fits generator and t" },
  { makes: "estimate", room: "evaluation", does: "t of held-out pairs" },
  { makes: "scores", room: "evaluation", does: "compares with the truth" },
  { makes: "figures", room: "figures", does: "SVG from plain data" },
  { makes: "report", room: "experiments", does: "tables and pages" },
];

/** Boxes per row, and sizes in SVG units. */
const PER_ROW = 5,
  WIDTH = 140,
  HEIGHT = 62,
  GAP = 24,
  ROW_GAP = 66,
  MARGIN = 12;

const TRUTH = "#b3261e";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The upper left corner of a box; the second row runs back from right to left. */
function cornerOf(step: number): Point {
  const row = Math.floor(step / PER_ROW);
  const column = row === 0 ? step : 2 * PER_ROW - 1 - step;
  return {
    x: MARGIN + column * (WIDTH + GAP),
    y: MARGIN + row * (HEIGHT + ROW_GAP),
  };
}

function box({ makes, room, does }: Step, i: number): string {
  const { x, y } = cornerOf(i);
  const text = (dy: number, words: string, style: string) =>
    `<text x="${x + WIDTH / 2}" y="${
      y + dy
    }" text-anchor="middle" ${style}>${words}</text>`;
  return [
    `<rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="6" fill="#eef3f8" stroke="#4a6785"/>`,
    text(20, makes, 'font-size="14" font-weight="bold"'),
    text(37, `lib/${room}`, 'font-size="11" fill="#4a6785"'),
    text(53, does, 'font-size="11"'),
  ].join("\n");
}

/** The arrow from a box to the next one. */
function arrow(i: number): string {
  const from = cornerOf(i);
  const to = cornerOf(i + 1);
  const middle = HEIGHT / 2;
  const [a, b] = from.y < to.y
    ? [{ x: from.x + WIDTH / 2, y: from.y + HEIGHT }, {
      x: to.x + WIDTH / 2,
      y: to.y,
    }]
    : from.x < to.x
    ? [{ x: from.x + WIDTH, y: from.y + middle }, { x: to.x, y: to.y + middle }]
    : [{ x: from.x, y: from.y + middle }, {
      x: to.x + WIDTH,
      y: to.y + middle,
    }];
  return `<line x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}" stroke="#333" marker-end="url(#head)"/>`;
}

const stepOf = (makes: string): number =>
  STEPS.findIndex((step) => step.makes === makes);

/** The true t goes from the pairs to the scores, and nowhere else. */
function truth(): string {
  const from = cornerOf(stepOf("pairs"));
  const to = cornerOf(stepOf("scores"));
  const [x1, y1] = [from.x + WIDTH / 2, from.y + HEIGHT];
  const [x2, y2] = [to.x + WIDTH / 2, to.y];
  const middle = (y1 + y2) / 2;
  return [
    `<path d="M ${x1} ${y1} V ${middle} H ${x2} V ${y2}" fill="none" stroke="${TRUTH}" stroke-dasharray="5 4" marker-end="url(#truth)"/>`,
    `<text x="${x1 + 12}" y="${
      middle - 7
    }" font-size="12" fill="${TRUTH}">true t and generator, for scores alone</text>`,
  ].join("\n");
}

const head = (id: string, colour: string): string =>
  `<marker id="${id}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M 0 0 L 8 4 L 0 8 Z" fill="${colour}"/></marker>`;

/** The figure in words, for readers who do not see it. */
function description(): string {
  const steps = STEPS.map(({ makes, room, does }) =>
    `${makes} (lib/${room}: ${does})`
  );
  return `The steps in their order: ${
    steps.join(", ")
  }. The true t and generator go from the pairs to the scores alone.`;
}

/** Draws docs/data-flow.svg: the way of data through the rooms. */
export function dataFlowFigure(): string {
  const width = 2 * MARGIN + PER_ROW * WIDTH + (PER_ROW - 1) * GAP;
  const height = 2 * MARGIN + 2 * HEIGHT + ROW_GAP;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="DejaVu Sans, Verdana, sans-serif">`,
    `<title>The way of data through the rooms of lib</title>`,
    `<desc>${description()}</desc>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<defs>${head("head", "#333")}${head("truth", TRUTH)}</defs>`,
    ...STEPS.map(box),
    ...STEPS.slice(1).map((_, i) => arrow(i)),
    truth(),
    "</svg>\n",
  ].join("\n");
}
