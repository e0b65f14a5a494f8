/**
 * Runs a bundled module in a page, and prints the first message of the page's console,
 * or the first error of the page:
 * `deno run -A bundle_program.ts CHROMIUM FOLDER MODULE`.
 */
import { chromium } from "playwright-core";
import { pathOf } from "./path_of.ts";

const [name, folder, module] = Deno.args;
const SITE = "http://bundle.test/";
const PAGE =
  `<!doctype html><title>Bundle</title><script type="module" src="${module}"></script>`;

const browser = await chromium.launch({
  executablePath: pathOf(name),
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
try {
  const page = await browser.newPage();
  // No request reaches the network: the folder's files are the answers.
  await page.route("**/*", async (route) => {
    const path = route.request().url().slice(SITE.length);
    await route.fulfill(
      path === ""
        ? { contentType: "text/html", body: PAGE }
        : { path: `${folder}/${path}` },
    );
  });
  const said = new Promise<string>((resolve) => {
    page.on("console", (message) => resolve(message.text()));
    page.on("pageerror", (error) => resolve(`error: ${error.message}`));
  });
  await page.goto(SITE);
  console.log(await said);
} finally {
  await browser.close();
}
