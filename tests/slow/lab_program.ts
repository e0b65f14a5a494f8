/**
 * Uses the page of `deno task lab` in a browser, and prints what was seen as JSON:
 * `deno run -A lab_program.ts CHROMIUM URL SCENARIO [ARGUMENT]`.
 */
import { labScenarios, type Scenario } from "./lab_scenarios.ts";
import { startBrowser } from "./lab_page.ts";

const [name, url, scenario, argument = "null"] = Deno.args;
// What is given is checked where it is written, in lab_test.ts.
const scenarios = labScenarios as Readonly<
  Record<string, Scenario<unknown, unknown>>
>;
const { run, browserArguments = () => [] } = scenarios[scenario];
const given: unknown = JSON.parse(argument);
const browser = await startBrowser(name, browserArguments(given));
try {
  console.log(JSON.stringify(await run(browser, url, given)));
} finally {
  await browser.close();
}
