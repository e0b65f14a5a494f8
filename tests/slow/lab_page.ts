import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { pathOf } from "./path_of.ts";

/** Side effects of the page: complaints and requests. */
export interface LabSeen {
  /** Warnings and errors of the console, and errors that nothing caught. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for and are not the page's own. */
  readonly foreign: readonly string[];
  /** Size of the page's own files that were asked for, gzipped, bytes. */
  readonly loaded: Readonly<Record<string, number>>;
}

/** The page in a browser, as a reader uses it. */
export interface LabPage {
  readonly page: Page;
  readonly seen: () => Promise<LabSeen>;
}

/** How the browser looks at the page. */
export interface LabLooks {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
}

/** Starts a Chromium. */
export const startBrowser = (
  name: string,
  args: readonly string[] = [],
): Promise<Browser> =>
  chromium.launch({
    executablePath: pathOf(name),
    args: ["--no-sandbox", "--disable-dev-shm-usage", ...args],
  });

/** Opens the page, and notes what it complains of and asks for. */
export async function openLab(
  browser: Browser,
  url: string,
  { width = 1200, height = 900, colorScheme = "light" }: LabLooks = {},
): Promise<LabPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    permissions: ["camera"],
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [], foreign: string[] = [];
  const loaded: Promise<[string, number]>[] = [];
  page.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) {
      complaints.push(message.text());
    }
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfinished", (request) => {
    const address = request.url();
    if (/^(blob|data):/.test(address)) return;
    if (!address.startsWith(url)) return void foreign.push(address);
    loaded.push((async () => {
      const body = await (await request.response())!.body();
      return [address.slice(url.length), await gzippedSize(body)];
    })());
  });
  page.on("requestfailed", (request) => {
    complaints.push(`${request.url()}: ${request.failure()?.errorText}`);
  });
  await page.goto(url, { waitUntil: "networkidle" });
  return {
    page,
    seen: async () => ({
      complaints,
      foreign,
      loaded: Object.fromEntries(await Promise.all(loaded)),
    }),
  };
}

async function gzippedSize(bytes: Uint8Array): Promise<number> {
  const stream = new Blob([Uint8Array.from(bytes)]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).bytes()).length;
}

/** An answer of the page, as a reader sees it; or why there is none. */
export interface SeenAnswer {
  readonly error: string;
  readonly headline: string;
  readonly truth: string;
  readonly pairs: string;
  /** From the last action to the answer, seconds. */
  readonly seconds: number;
}

/** Does something, and waits for an answer or an error. */
export async function answerAfter(
  page: Page,
  action: () => Promise<unknown>,
): Promise<SeenAnswer> {
  const begun = performance.now();
  await action();
  await page.waitForFunction(
    () => {
      const of = (id: string) => document.getElementById(id)!;
      return of("status").hidden &&
        (!of("answer").hidden || of("error").textContent !== "");
    },
    undefined,
    { timeout: 300_000, polling: 50 },
  );
  const seconds = (performance.now() - begun) / 1000;
  const texts = await page.evaluate(() => {
    const text = (selector: string) =>
      document.querySelector(selector)?.textContent ?? "";
    return {
      error: text("#error"),
      headline: text("#answer h1"),
      truth: text("#answer .truth"),
      pairs: text("#pairs-facts"),
    };
  });
  return { ...texts, seconds };
}

/** The text of a file that the answer offers to save. */
export async function savedFile(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.locator(`a[download="${name}"]`).click();
  return await Deno.readTextFile(await (await download).path());
}

/** The faults that axe-core finds, one line each. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe: here } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await here.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) =>
        `${id}: ${html.slice(0, 200)} ${failureSummary}`
      )
    );
  });
}
