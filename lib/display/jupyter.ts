import { createDocument, htmlElement } from "../figures/document.ts";
import { serialize } from "../figures/serialize.ts";
import { lightOnly } from "../figures/theme.ts";
import { altText, type Figure } from "../figures/figure.ts";
import { type Broadcast, jupyterKernel } from "../runtime/notebook.ts";
import type {
  Display,
  LiveFigure,
  Progress,
  ProgressValues,
  TableRow,
} from "./display.ts";
import { formatSeconds, formatValue, formatValues } from "./format_value.ts";
import { columnsOf, textTable } from "./text_table.ts";
import { type Clock, timeLeft } from "./time_left.ts";

/** Options of {@linkcode jupyterDisplay}; all have defaults. */
export interface JupyterOptions {
  /** Sends a message to the notebook; by default that of Deno's kernel. */
  readonly broadcast?: Broadcast;
  /** The clock of progress bars. */
  readonly now?: Clock;
  /** Makes a new name for an output that is updated in place. */
  readonly newId?: () => string;
}

const EVERY_MS = 200;

/**
 * Makes a display for a notebook: figures are images with alternative text, tables are
 * HTML, and progress is a bar that is updated in place, about five times per second.
 * Every output also has a plain text.
 *
 * @throws {TypeError} if it is called outside of Deno's Jupyter kernel
 */
export function jupyterDisplay(options: JupyterOptions = {}): Display {
  const {
    broadcast = kernelBroadcast(),
    now = () => performance.now(),
    newId = () => crypto.randomUUID(),
  } = options;
  const show = (data: Bundle) => broadcast("display_data", display(data));
  return {
    // `console.log` uses a pipe, and its text may arrive after the cell's end.
    text: (line) => broadcast("stream", { name: "stdout", text: `${line}\n` }),
    figure: (figure) => show(figureBundle(figure)),
    table: (rows) =>
      show({ "text/html": htmlTable(rows), "text/plain": textTable(rows) }),
    html: ({ html, caption }) =>
      show({ "text/html": html, "text/plain": caption }),
    progress: (total, label) =>
      notebookProgress(total, label, broadcast, now, newId()),
    liveFigure: () => liveFigure(broadcast, newId()),
  };
}

/** One output in several formats, by media type. */
type Bundle = Readonly<Record<string, string>>;

const display = (data: Bundle, id?: string) => ({
  data,
  metadata: {},
  transient: id === undefined ? {} : { display_id: id },
});

/**
 * Time to wait after a message, ms. Deno's kernel sends messages from another thread. If
 * the end of the cell arrives first, some clients lose the message.
 */
const SENT_MS = 150;

/**
 * Returns the kernel's broadcast, which sends at once; `Deno.jupyter.display` waits a
 * turn first.
 */
function kernelBroadcast(): Broadcast {
  const jupyter = jupyterKernel();
  if (jupyter === undefined) {
    throw new TypeError(
      "jupyterDisplay: expected to run in Deno's Jupyter kernel, found none; use terminalDisplay outside of a notebook",
    );
  }
  return async (type, content) => {
    await jupyter.broadcast(type, content);
    await new Promise((resolve) => setTimeout(resolve, SENT_MS));
  };
}

/**
 * Makes the formats of a figure. HTML with an image and alternative text has priority,
 * because notebooks show SVG as an image without alternative text.
 */
function figureBundle(figure: Figure): Bundle {
  const svg = lightOnly(figure.svg);
  const image = htmlElement(createDocument(), "img", {
    src: `data:image/svg+xml;base64,${
      new TextEncoder().encode(svg).toBase64()
    }`,
    alt: altText(figure),
  });
  return {
    "text/html": serialize(image, "html"),
    "image/svg+xml": svg,
    "text/plain": figure.caption,
  };
}

function liveFigure(broadcast: Broadcast, id: string): LiveFigure {
  const show = inPlace(broadcast, id, "figure");
  return { update: (figure) => void show(figureBundle(figure)) };
}

/**
 * Makes an output that the first call creates and later calls update. Calls do not wait
 * for the page, so that a training is not delayed.
 *
 * @param what name of the output, for messages
 */
function inPlace(broadcast: Broadcast, id: string, what: string) {
  let shown = false;
  return (data: Bundle) => {
    const type = shown ? "update_display_data" : "display_data";
    shown = true;
    return Promise.resolve(broadcast(type, display(data, id)))
      .catch((error) => console.error(`${what}: ${error}`));
  };
}

function notebookProgress(
  total: number,
  label: string,
  broadcast: Broadcast,
  now: Clock,
  id: string,
): Progress {
  const secondsLeft = timeLeft(total, now);
  const show = inPlace(broadcast, id, "progress");
  let [drawnAt, finished] = [-Infinity, false];
  let latest: { readonly done: number; readonly values: ProgressValues } = {
    done: 0,
    values: {},
  };
  const draw = (left: number | undefined) => {
    drawnAt = now();
    return show(progressBundle(total, label, latest, left));
  };
  draw(undefined);
  return {
    update(done, values) {
      if (finished) return;
      latest = { done, values };
      const left = secondsLeft(done);
      if (now() - drawnAt >= EVERY_MS) draw(done < total ? left : undefined);
    },
    finish() {
      const shown = finished ? undefined : draw(undefined);
      finished = true;
      return shown;
    },
  };
}

function progressBundle(
  total: number,
  label: string,
  { done, values }: { readonly done: number; readonly values: ProgressValues },
  left: number | undefined,
): Bundle {
  const parts = [
    `${formatValue(done)}/${formatValue(total)}`,
    formatValues(values),
    left === undefined ? "" : `${formatSeconds(left)} left`,
  ].filter((part) => part !== "");
  const document = createDocument();
  const box = htmlElement(
    document,
    "div",
    { style: "font-variant-numeric: tabular-nums" },
    `${label} `,
    htmlElement(document, "progress", {
      value: done,
      max: total,
      style: "width: 14em; max-width: 40%; vertical-align: middle",
      "aria-label": label,
    }),
    ` ${parts.join(", ")}`,
  );
  return {
    "text/html": serialize(box, "html"),
    "text/plain": `${label}: ${parts.join(", ")}`,
  };
}

function htmlTable(rows: readonly TableRow[]): string {
  const document = createDocument();
  const columns = columnsOf(rows);
  const right = { style: "text-align: right" };
  const row = (name: string, cells: readonly (string | number)[]) =>
    htmlElement(
      document,
      "tr",
      {},
      ...cells.map((cell) =>
        htmlElement(
          document,
          name,
          typeof cell === "number" ? right : { style: "text-align: left" },
          formatValue(cell),
        )
      ),
    );
  const table = htmlElement(
    document,
    "table",
    {},
    htmlElement(document, "thead", {}, row("th", columns)),
    htmlElement(
      document,
      "tbody",
      {},
      ...rows.map((cells) =>
        row("td", columns.map((name) => cells[name] ?? ""))
      ),
    ),
  );
  return serialize(table, "html");
}
