import { main } from "#lib/cli/main.ts";
import { madeFiles } from "./made_files.ts";
import { docsHelp, docsOptions } from "./options.ts";

async function docs(args: readonly string[]): Promise<number> {
  const { help, check } = docsOptions(args);
  if (help) {
    console.log(docsHelp);
    return 0;
  }
  const changed = (await madeFiles())
    .filter(({ committed, made }) => committed !== made);
  for (const { path, made } of changed) {
    if (check) {
      console.log(
        `${path}: not what the committed numbers make; run deno task docs`,
      );
    } else {
      await Deno.writeTextFile(path, made);
      console.log(`${path} is written`);
    }
  }
  if (changed.length === 0) {
    console.log("all tables and figures are up to date");
  }
  return check && changed.length > 0 ? 1 : 0;
}

if (import.meta.main) await main(docs);
