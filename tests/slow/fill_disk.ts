/**
 * Preload for `deno run` that fills the program's disk in the middle of a training,
 * with a file `filler` in the folder that `--out` names.
 */
import { at40Percent } from "./at_40_percent.ts";

at40Percent(() => {
  const folder = Deno.args[Deno.args.indexOf("--out") + 1];
  const filler = `${folder}/filler`;
  for (let size = 2 ** 20; size >= 1; size /= 2) {
    const chunk = new Uint8Array(size);
    try {
      for (;;) Deno.writeFileSync(filler, chunk, { append: true });
    } catch (error) {
      if (!String(error).includes("No space left")) throw error;
    }
  }
});
