/**
 * Opens a notebook in a running JupyterLab as a reader does, and prints as JSON what a
 * reader sees: `deno run -A jupyterlab_program.ts CHROMIUM URL FOLDER`.
 *
 * It runs all cells, stops the training in the middle, runs a cell that uses the
 * stopped run, and then runs the rest of the notebook. Screenshots go into the folder.
 */
import { chromium, type Page } from "playwright-core";
import { pathOf } from "./path_of.ts";

/** Observations of the page in the course of the visit. */
export interface Seen {
  /** Values of the progress bar, before Stop. */
  readonly bar: readonly number[];
  /** Number of pictures when the training began. */
  readonly pictures: number;
  readonly secondsUntilStopped: number;
  /** Number of pictures after Stop, when the cells below had run. */
  readonly picturesAfterStop: number;
  /** Output of a cell after Stop: the steps done, and scores of the stopped run. */
  readonly afterStop: string;
  /** The first value of the bar when the training was run again. */
  readonly barAgain: number;
  /** Output of a cell at the end: the steps done. */
  readonly atEnd: string;
  readonly picturesAtEnd: number;
  readonly errorsAtEnd: readonly string[];
  /** Elements wider than their cell, in the light and the dark theme. */
  readonly tooWide: readonly string[];
}

const SECOND = 1000;

/** The part of JupyterLab's objects that this program uses; the page has them. */
interface JupyterPage {
  readonly jupyterapp: {
    readonly commands: { execute(id: string, args: object): Promise<unknown> };
    /** The shell, whose current widget is the notebook, once that is open. */
    readonly shell: { readonly currentWidget: NotebookPanel | null };
  };
}

interface NotebookPanel {
  readonly content: {
    activeCellIndex: number;
    readonly activeCell: Cell;
    readonly widgets: readonly Cell[];
  };
  readonly sessionContext: {
    readonly isReady: boolean;
    readonly session: {
      readonly kernel: { readonly status: string } | null;
    } | null;
  };
}

interface Cell {
  readonly model: {
    readonly type: string;
    readonly sharedModel: {
      getSource(): string;
      setSource(code: string): void;
    };
  };
}

/** Starts a command of JupyterLab, without waiting for its end. */
async function command(page: Page, id: string, args = {}): Promise<void> {
  await page.evaluate(([id, args]) => {
    (globalThis as unknown as JupyterPage).jupyterapp
      .commands.execute(id, args);
  }, [id, args] as const);
}

const idle = (page: Page, timeout: number) =>
  page.waitForSelector(
    '.jp-Notebook-ExecutionIndicator[data-status="idle"]',
    { timeout, state: "attached" },
  );

const barValue = (page: Page): Promise<number> =>
  page.locator("progress").last().evaluate((bar) =>
    (bar as HTMLProgressElement).value
  );

const pictures = (page: Page): Promise<number> =>
  page.locator('.jp-OutputArea-output img[src^="data:image/svg+xml"]').count();

/** Runs a new last cell, and returns what it printed. */
async function say(page: Page, code: string): Promise<string> {
  await page.evaluate((code) => {
    const { content } = (globalThis as unknown as JupyterPage)
      .jupyterapp.shell.currentWidget!;
    content.activeCellIndex = content.widgets.length - 1;
    return code;
  }, code);
  await command(page, "notebook:insert-cell-below");
  await page.evaluate((code) => {
    const { content } = (globalThis as unknown as JupyterPage)
      .jupyterapp.shell.currentWidget!;
    content.activeCell.model.sharedModel.setSource(code);
  }, code);
  await command(page, "notebook:run-cell");
  await page.waitForTimeout(SECOND);
  await idle(page, 60 * SECOND);
  const text = await page.locator(".jp-CodeCell").last()
    .locator(".jp-OutputArea-output").last().textContent();
  await command(page, "notebook:delete-cell");
  return text?.trim() ?? "";
}

const cellOf = (page: Page, code: string) =>
  page.locator(".jp-CodeCell").filter({ hasText: code });

/** Selects the cell whose code has a text. */
async function select(page: Page, text: string): Promise<void> {
  await page.evaluate((text) => {
    const { content } = (globalThis as unknown as JupyterPage)
      .jupyterapp.shell.currentWidget!;
    content.activeCellIndex = content.widgets.findIndex(
      ({ model }) =>
        model.type === "code" && model.sharedModel.getSource().includes(text),
    );
  }, text);
}

/**
 * Takes a screenshot of every cell with outputs, and returns elements that are too
 * wide.
 */
async function photograph(page: Page, folder: string, name: string) {
  const wide: string[] = [];
  const cells = page.locator(".jp-Cell");
  for (let i = 0; i < await cells.count(); i++) {
    const cell = cells.nth(i);
    await cell.scrollIntoViewIfNeeded();
    wide.push(
      ...await cell.evaluate((cell, name) => {
        const edge = cell.getBoundingClientRect().right + 1;
        return [...cell.querySelectorAll(".jp-OutputArea-output *")]
          .filter((e) => e.getBoundingClientRect().right > edge)
          .map((e) => `${name}: ${e.tagName} ${e.className}`).slice(0, 1);
      }, name),
    );
    if (await cell.locator(".jp-OutputArea-output").count() > 0) {
      await cell.screenshot({ path: `${folder}/${name}-${i}.png` });
    }
  }
  return wide;
}

async function visit(page: Page, url: string, folder: string): Promise<Seen> {
  await page.goto(url.replace("/lab?", "/lab/tree/01_rotation.ipynb?"));
  await page.waitForSelector(".jp-Notebook .jp-CodeCell", {
    timeout: 60 * SECOND,
  });
  await page.waitForFunction(
    () => {
      const { shell } = (globalThis as unknown as JupyterPage).jupyterapp;
      const session = shell.currentWidget?.sessionContext;
      return session?.isReady && session.session?.kernel?.status === "idle";
    },
    undefined,
    { timeout: 60 * SECOND },
  );
  await command(page, "notebook:run-all-cells");

  const bars = page.locator("progress");
  await bars.first().waitFor({ timeout: 60 * SECOND, state: "attached" });
  const bar: number[] = [];
  const deadline = performance.now() + 60 * SECOND;
  while (bar.length < 4) {
    if (performance.now() > deadline) throw new Error(`bar: ${bar}`);
    const value = await barValue(page);
    if (value > (bar.at(-1) ?? 0)) bar.push(value);
    await page.waitForTimeout(100);
  }
  const before = await pictures(page);
  await page.screenshot({ path: `${folder}/training.png` });

  const stop = page.locator('[data-command="notebook:interrupt-kernel"]');
  const pressed = performance.now();
  await stop.first().click();
  await cellOf(page, "trainRun(").locator(".jp-InputPrompt")
    .filter({ hasText: /\d/ }).waitFor({ timeout: 30 * SECOND });
  const secondsUntilStopped = (performance.now() - pressed) / SECOND;
  await page.screenshot({ path: `${folder}/stopped.png` });
  // The cells below run, too, with the stopped run.
  await idle(page, 60 * SECOND);
  const picturesAfterStop = await pictures(page);
  const afterStop = await say(
    page,
    `const { metrics } = await finishRun(run, runtime);
await display.text(JSON.stringify([
  run.trainer.state.step,
  run.trainer.state.history.length,
  metrics.training.steps,
  Math.hypot(...metrics.generator.estimated),
  metrics.parameter.refined.correlation,
]));`,
  );

  await select(page, "trainRun(");
  await command(page, "notebook:run-cell");
  await page.waitForTimeout(SECOND);
  const barAgain = await barValue(page);
  await idle(page, 240 * SECOND);
  await select(page, "finishRun(");
  await command(page, "notebook:run-all-below");
  await page.waitForTimeout(SECOND);
  await idle(page, 240 * SECOND);
  const atEnd = await say(
    page,
    "await display.text(String(run.trainer.state.step));",
  );
  const light = await photograph(page, folder, "light");
  await command(page, "apputils:change-theme", { theme: "JupyterLab Dark" });
  await page.waitForTimeout(SECOND);
  const dark = await photograph(page, folder, "dark");
  return {
    bar,
    pictures: before,
    secondsUntilStopped,
    picturesAfterStop,
    afterStop,
    barAgain,
    atEnd,
    picturesAtEnd: await pictures(page),
    errorsAtEnd: await page.locator(
      '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]',
    ).allTextContents(),
    tooWide: [...light, ...dark],
  };
}

if (import.meta.main) {
  const [name, url, folder] = Deno.args;
  const executablePath = pathOf(name);
  // Chromium's sandbox does not work for root, whom containers often run as.
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 1000 },
    });
    try {
      console.log(JSON.stringify(await visit(page, url, folder)));
    } catch (error) {
      await page.screenshot({ path: `${folder}/failed.png` });
      throw error;
    }
  } finally {
    await browser.close();
  }
}
