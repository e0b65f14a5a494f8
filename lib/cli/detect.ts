import { openPairs } from "../datasets/open_images.ts";
import { detect, type Detection } from "../detection/detect.ts";
import { readPairs } from "../detection/working_pairs.ts";
import { terminalDisplay } from "../display/terminal.ts";
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
  const found = detect(pairs, { basis, seeds });
  if (json) console.log(JSON.stringify(answerOf(found), null, 2));
  else say(found);
  return 0;
}

/** The answer as JSON has it. */
function answerOf(
  { basis, coefficients, description, verdict, evidence, held, modes }:
    Detection,
) {
  return {
    verdict,
    description,
    basis: basis.name,
    coefficients,
    evidence,
    t: {
      pairs: Array.from(held.indices),
      values: Array.from(held.t),
      explained: Array.from(held.explained),
      modes,
    },
  };
}

function say({ coefficients, description, verdict, modes }: Detection): void {
  const display = terminalDisplay();
  display.text(`${verdict.kind}: ${verdict.reason}`);
  display.text(
    `${description.name}, ${
      description.angleDegrees.toFixed(1)
    } degrees from exact; ${
      (100 * description.share).toFixed(1)
    } % of the norm`,
  );
  display.table(coefficients.map(({ term, value, halfWidth }) => ({
    term,
    coefficient: value.toFixed(4),
    "95 %": `± ${halfWidth.toFixed(4)}`,
  })));
  const peaks = modes.map(({ position }) => position.toFixed(3));
  display.text(
    `t: ${peaks.length} mode${peaks.length === 1 ? "" : "s"}${
      peaks.length === 0 ? "" : ` at ${peaks.join(", ")}`
    }`,
  );
}

if (import.meta.main) await main(detectCommand);
