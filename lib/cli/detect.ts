import { openPairs } from "../datasets/open_images.ts";
import { answerOf } from "../detection/answer.ts";
import { detectIn } from "../detection/detect.ts";
import type { Detection } from "../detection/detection.ts";
import { readPairs } from "../detection/working_pairs.ts";
import { sayDetection } from "../display/detection_text.ts";
import { terminalDisplay } from "../display/terminal.ts";
import { writeDetection } from "../display/write_detection.ts";
import { ensureWritable } from "../runtime/files.ts";
import { startRuntime } from "../runtime/runtime.ts";
import {
  type DetectCommand,
  detectHelp,
  detectOptions,
} from "./detect_options.ts";
import { main } from "./main.ts";

async function detectCommand(args: readonly string[]): Promise<number> {
  const options = await detectOptions(args);
  if (options === undefined) {
    console.log(detectHelp);
    return 0;
  }
  const { out, json } = options;
  const takeAway = out === undefined
    ? () => Promise.resolve()
    : await ensureWritable(out);
  const found = await detected(options).catch(async (error) => {
    await takeAway();
    throw error;
  });
  if (json) console.log(JSON.stringify(answerOf(found), null, 2));
  else await sayDetection(found, terminalDisplay());
  if (out !== undefined) {
    const command = ["deno task detect", ...args].join(" ");
    await writeDetection(out, found, command);
    // Beside JSON on the one, this goes to the other.
    (json ? console.error : console.log)(`report: ${out}/index.html`);
  }
  return 0;
}

/** Reads the pairs before anything else is started: a damaged file is told soon. */
async function detected(options: DetectCommand): Promise<Detection> {
  const { paths, most, basis, seeds, paperSteps, json } = options;
  const pairs = await readPairs(await openPairs(paths), most, 0);
  const runtime = await startRuntime(options);
  const display = terminalDisplay();
  if (!json) await display.text(runtime.description);
  const bar = display.progress(100, "detect");
  const found = detectIn(pairs, {
    basis,
    seeds,
    paperSteps,
    onProgress: (share, now) => bar.update(Math.round(100 * share), { now }),
  });
  await bar.finish();
  return found;
}

if (import.meta.main) await main(detectCommand);
