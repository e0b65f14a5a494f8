import type { Browser, Page } from "playwright-core";
import {
  answerAfter,
  axeFaults,
  type LabLooks,
  type LabSeen,
  openLab,
  savedFile,
  type SeenAnswer,
} from "./lab_page.ts";

/** Uses the page, and gives what was seen. */
export interface Scenario<Given, Seen> {
  run(browser: Browser, url: string, given: Given): Promise<Seen>;
  /** Arguments that the browser is started with. */
  browserArguments?(given: Given): readonly string[];
}

/** How files are given to the page. */
export interface FileStep {
  readonly how: "choose" | "choose folder" | "drop";
  readonly paths: readonly string[];
  /** Files that are chosen among the options before. */
  readonly options?: { readonly labels?: string; readonly basis?: string };
  /** Name of a file that is then saved. */
  readonly save?: string;
}

/** The outcome of giving files to the page. */
export interface SeenFile extends SeenAnswer {
  readonly saved: string;
}

async function chooseOptions(
  page: Page,
  { labels, basis }: NonNullable<FileStep["options"]>,
): Promise<void> {
  await openOptions(page);
  await page.getByRole("button", { name: "Reset the options" }).click();
  if (labels !== undefined) {
    await page.locator("#labels").setInputFiles(labels);
  }
  if (basis !== undefined) {
    await page.locator("#basis").selectOption("own");
    await page.locator("#basis-file").setInputFiles(basis);
  }
}

const openOptions = (page: Page): Promise<void> =>
  page.locator("details").evaluate((details) => {
    (details as HTMLDetailsElement).open = true;
  });

async function give(page: Page, { how, paths }: FileStep): Promise<void> {
  if (how === "drop") return await dropPaths(page, paths);
  const field = how === "choose" ? "#files" : "#folder";
  await page.locator(field).setInputFiles([...paths]);
}

/** Drops files and folders of the disk on the page, as a file manager does. */
async function dropPaths(
  page: Page,
  paths: readonly string[],
): Promise<void> {
  const place = page.locator("#drop");
  await place.scrollIntoViewIfNeeded();
  const box = (await place.boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
  }
}

const files: Scenario<
  readonly FileStep[],
  LabSeen & { readonly answers: readonly SeenFile[]; readonly injected: number }
> = {
  async run(browser, url, steps) {
    const { page, seen } = await openLab(browser, url);
    const answers: SeenFile[] = [];
    for (const step of steps) {
      if (step.options !== undefined) await chooseOptions(page, step.options);
      const answer = await answerAfter(page, async () => {
        await give(page, step);
        await page.waitForSelector("#status:not([hidden]), #error:not(:empty)");
      });
      const saved = step.save === undefined
        ? ""
        : await savedFile(page, step.save);
      answers.push({ ...answer, saved });
    }
    const injected = await page.locator("[onerror], iframe, #answer script")
      .count();
    return { ...await seen(), answers, injected };
  },
};

const sets: Scenario<
  readonly string[],
  LabSeen & { readonly answers: readonly SeenAnswer[] }
> = {
  async run(browser, url, names) {
    const { page, seen } = await openLab(browser, url);
    const answers: SeenAnswer[] = [];
    for (const name of names) {
      answers.push(
        await answerAfter(
          page,
          () => page.getByRole("button", { name: `Set ${name}` }).click(),
        ),
      );
    }
    return { ...await seen(), answers };
  },
};

const firstLoad: Scenario<null, LabSeen> = {
  async run(browser, url) {
    const { seen } = await openLab(browser, url);
    return await seen();
  },
};

/** A stop in the middle, and what comes after it. */
export interface SeenStop {
  readonly stopped: SeenAnswer;
  readonly after: SeenAnswer;
}

const stop: Scenario<null, LabSeen & SeenStop> = {
  async run(browser, url) {
    const { page, seen } = await openLab(browser, url);
    const stopped = await answerAfter(page, async () => {
      await page.getByRole("button", { name: "Set 4" }).click();
      await page.waitForSelector("#pairs:not([hidden]) canvas");
      await page.waitForTimeout(500);
      await page.getByRole("button", { name: "Stop" }).click();
    });
    const after = await answerAfter(
      page,
      () => page.getByRole("button", { name: "Set 2" }).click(),
    );
    return { ...await seen(), stopped, after };
  },
};

/** A use of the page by the keyboard alone, and how it looks. */
export interface SeenLooks {
  readonly answer: SeenAnswer;
  readonly faultsBefore: readonly string[];
  readonly faultsAfter: readonly string[];
  /** Pixels by which the page is wider than the window. */
  readonly tooWide: number;
  /** Id of the element that has the focus after the answer. */
  readonly focus: string;
  /** Texts beside the sliders, before and after a key. */
  readonly sliders: readonly (readonly [string, string])[];
  /** The headline that the link of the answer shows. */
  readonly linked: SeenAnswer;
  readonly hasSharedMemory: boolean;
}

/** The arguments of the keyboard scenario. */
export interface LooksGiven extends LabLooks {
  readonly set: string;
  /** Where screenshots go. */
  readonly screenshots: string;
}

const looks: Scenario<LooksGiven, LabSeen & SeenLooks> = {
  async run(browser, url, { set, screenshots, ...looks }) {
    const { page, seen } = await openLab(browser, url, looks);
    await openOptions(page);
    const basis = page.locator("#basis");
    await basis.selectOption("own");
    const faultsBefore = await axeFaults(page);
    await basis.selectOption("quadratic");
    const answer = await answerAfter(page, async () => {
      const button = page.getByRole("button", { name: `Set ${set}` });
      for (let k = 0; k < 40; k++) {
        await page.keyboard.press("Tab");
        if (await button.evaluate((own) => own === document.activeElement)) {
          break;
        }
      }
      await page.keyboard.press("Enter");
      await page.waitForSelector("#status:not([hidden])");
    });
    const focus = await page.evaluate(() => document.activeElement?.id ?? "");
    await page.waitForSelector("#moved input[type=range]");
    const sliders: [string, string][] = [];
    for (const slider of await page.locator("#moved input[type=range]").all()) {
      const text = async () =>
        await slider.getAttribute("aria-valuetext") ?? "";
      const before = await text();
      await slider.focus();
      await page.keyboard.press("ArrowRight");
      sliders.push([before, await text()]);
    }
    const faultsAfter = await axeFaults(page);
    const tooWide = await page.evaluate(() =>
      document.documentElement.scrollWidth - innerWidth
    );
    const hasSharedMemory = await page.evaluate(() =>
      "SharedArrayBuffer" in globalThis
    );
    const name = `lab-${looks.width ?? 1200}-${looks.colorScheme ?? "light"}`;
    await page.screenshot({
      path: `${screenshots}/${name}.png`,
      fullPage: true,
    });
    const link = await page.locator("#link").inputValue();
    const other = await openLab(browser, url, looks);
    const linked = await answerAfter(other.page, () => other.page.goto(link));
    const all = [await seen(), await other.seen()];
    return {
      complaints: all.flatMap(({ complaints }) => complaints),
      foreign: all.flatMap(({ foreign }) => foreign),
      loaded: {},
      ...{ answer, faultsBefore, faultsAfter, tooWide, focus, sliders },
      ...{ linked, hasSharedMemory },
    };
  },
};

const camera: Scenario<
  { readonly film: string },
  LabSeen & { readonly answer: SeenAnswer; readonly saved: string }
> = {
  browserArguments: ({ film }) => [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
  ],
  async run(browser, url) {
    const { page, seen } = await openLab(browser, url);
    await page.getByRole("button", { name: "Use the camera" }).click();
    const record = page.getByRole("button", { name: "Record 24 frames" });
    await record.waitFor();
    await page.waitForFunction(() =>
      document.querySelector("video")!.videoWidth > 0
    );
    const answer = await answerAfter(page, () => record.click());
    const saved = answer.error === ""
      ? await savedFile(page, "generator.json")
      : "";
    return { ...await seen(), answer, saved };
  },
};

/**
 * Records what a canvas shows: a picture that turns to and fro. If it turned evenly, all
 * pairs of frames would have the same t, and no field could be identified.
 */
async function recordVideo(page: Page, seconds: number): Promise<Uint8Array> {
  const text = await page.evaluate(async (seconds) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 192;
    const context = canvas.getContext("2d")!;
    const recorder = new MediaRecorder(canvas.captureStream(30), {
      mimeType: "video/webm;codecs=vp8",
      videoBitsPerSecond: 4e6,
    });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const ended = new Promise((resolve) => recorder.onstop = resolve);
    recorder.start();
    const begun = performance.now();
    await new Promise<void>((resolve) => {
      const draw = () => {
        const time = (performance.now() - begun) / 1000;
        context.resetTransform();
        context.fillStyle = "#222";
        context.fillRect(0, 0, 192, 192);
        context.translate(96, 96);
        context.rotate(0.35 * Math.sin(2 * time) + 0.12 * Math.sin(5 * time));
        for (
          const [x, y, radius, color] of [
            [40, 5, 20, "#eee"],
            [-25, 35, 24, "#999"],
            [-10, -45, 15, "#ddd"],
            [-50, -15, 12, "#bbb"],
          ] as const
        ) {
          context.fillStyle = color;
          context.beginPath();
          context.arc(x, y, radius, 0, 7);
          context.fill();
        }
        if (time > seconds) resolve();
        else requestAnimationFrame(draw);
      };
      draw();
    });
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return (bytes as unknown as { toBase64(): string }).toBase64();
  }, seconds);
  return Uint8Array.fromBase64(text);
}

const video: Scenario<
  { readonly path: string; readonly damaged: string },
  LabSeen & { readonly answer: SeenAnswer; readonly damaged: SeenAnswer }
> = {
  async run(browser, url, { path, damaged }) {
    const { page, seen } = await openLab(browser, url);
    await Deno.writeFile(path, await recordVideo(page, 5));
    const open = (path: string) =>
      answerAfter(page, () => page.locator("#files").setInputFiles(path));
    const answer = await open(path);
    return { ...await seen(), answer, damaged: await open(damaged) };
  },
};

/** The page while and after it trained networks. */
export interface SeenNetworks {
  readonly answer: SeenAnswer;
  /** The page's text about the training. */
  readonly notes: string;
  /** Texts of the live plots, each another one. */
  readonly plots: readonly string[];
  readonly saved: string;
}

const networks: Scenario<
  { readonly path: string; readonly screenshots: string },
  LabSeen & SeenNetworks
> = {
  async run(browser, url, { path, screenshots }) {
    const { page, seen } = await openLab(browser, url);
    const before = await seen();
    const plots = new Set<string>();
    await page.locator("summary").click();
    await page.locator("#networks").check();
    await page.exposeFunction("plotted", (text: string) => plots.add(text));
    await page.evaluate(() => {
      const tell = (globalThis as unknown as { plotted(text: string): void })
        .plotted;
      new MutationObserver(() => {
        const image = document.querySelector<HTMLImageElement>("#live img");
        if (image?.alt) tell(image.alt);
      }).observe(document.getElementById("live")!, {
        subtree: true,
        childList: true,
        attributes: true,
      });
    });
    const answer = await answerAfter(page, async () => {
      await page.locator("#files").setInputFiles(path);
      await page.waitForSelector("#live img", { timeout: 120_000 });
      await page.screenshot({ path: `${screenshots}/lab-networks.png` });
    });
    const notes = await page.locator("#notes").textContent() ?? "";
    const saved = await savedFile(page, "generator.json");
    const { complaints, ...after } = await seen();
    return {
      ...after,
      // Chromium says so itself where there is no graphics card.
      complaints: complaints.filter((text) =>
        text !== "No available adapters."
      ),
      loaded: before.loaded,
      ...{ answer, notes, plots: [...plots], saved },
    };
  },
};

/** Everything that is tried in a browser, by its name. */
export const labScenarios = {
  files,
  sets,
  firstLoad,
  stop,
  looks,
  camera,
  video,
  networks,
};
