import { openPairs } from "../datasets/open_images.ts";
import { detect } from "../detection/detect.ts";
import { readPairs } from "../detection/working_pairs.ts";
import { terminalDisplay } from "../display/terminal.ts";
import { startRuntime } from "../runtime/runtime.ts";
import { main } from "./main.ts";
import { detectHelp, detectOptions } from "./detect_options.ts";

async function detectCommand(args: readonly string[]): Promise<number> {
  const options = detectOptions(args);
  if (options === undefined) {
    console.log(detectHelp);
    return 0;
  }
  const { paths, basis, seeds, most, json } = options;
  const pairs = await readPairs(await openPairs(paths), most, 0);
  await startRuntime({});
  const began = performance.now();
  const found = await detect(pairs, {
    basis,
    seeds,
    paperSteps: options.quick ? 0 : 200,
    onProgress: (share, what) => {
      if (Deno.env.get("TRACE")) console.error(((performance.now()-began)/1000).toFixed(1), share.toFixed(3), what);
    },
  });
  const { coefficients, description, verdict, modes, evidence, methods } = found;
  if (json) {
    console.log(JSON.stringify({coefficients, description, verdict, modes, evidence, methods, t: Array.from(found.held.t), index: Array.from(found.held.indices)}));
    return 0;
  }
  const display = terminalDisplay();
  display.text(`${verdict.kind}: ${verdict.reason}`);
  display.text(`${description.name}, ${description.angleDegrees.toFixed(2)} degrees from exact; ${(100 * description.share).toFixed(2)} % of the norm`);
  display.table(coefficients.map(({ term, value, low, high }) => ({ term, coefficient: value.toFixed(4), low: low.toFixed(4), high: high.toFixed(4) })));
  display.table(methods.map((m) => ({ ...m, angleDegrees: m.angleDegrees?.toFixed(2) ?? "", explained: m.explained.toFixed(4), seconds: m.seconds.toFixed(1) })));
  display.text(JSON.stringify(evidence));
  display.text(`modes ${modes.map(({ position }) => position.toFixed(3)).join(" ")}`);
  return 0;
}

if (import.meta.main) await main(detectCommand);
