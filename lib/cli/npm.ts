import { resolve } from "node:path";
import config from "../../deno.json" with { type: "json" };
import { UserError } from "../runtime/errors.ts";
import { main } from "./main.ts";
import { npmHelp, npmOptions } from "./npm_options.ts";
import { lastLine, run } from "./programs.ts";
import { projectPath } from "./project_path.ts";

/** Exports of deno.json that run in Node and in a browser. */
const ENTRIES = [
  ...["./lie", "./images", "./random", "./flow", "./matching"],
  ...["./detection", "./constraint", "./figures"],
] as const;

async function npm(args: readonly string[]): Promise<number> {
  const { help, out } = npmOptions(args);
  if (help) {
    console.log(npmHelp);
    return 0;
  }
  await pack(resolve(out));
  console.log(`${out} is written`);
  return 0;
}

/**
 * Runs `deno pack` with a temporary config file beside deno.json that has these exports
 * only.
 */
async function pack(out: string): Promise<void> {
  const root = projectPath();
  const settings = `${root}/npm.${crypto.randomUUID()}.deno.json`;
  const { name, version, imports, compilerOptions } = config;
  const packed = {
    ...{ name, version, license: "MIT", imports, compilerOptions },
    exports: Object.fromEntries(
      ENTRIES.map((entry) => [entry, config.exports[entry]]),
    ),
    // Modules that the exports import are packed without being listed.
    publish: { include: ["LICENSE", "README.md"] },
  };
  await Deno.writeTextFile(settings, JSON.stringify(packed));
  try {
    const ended = await run("deno", [
      ...["pack", "--allow-dirty", "--no-source-maps"],
      ...["--config", settings, "--output", out],
    ], { cwd: root, env: { NO_COLOR: "1" } });
    if (ended?.code === 0) return;
    throw new UserError(`deno pack: ${lastLine(ended)}`);
  } finally {
    await Deno.remove(settings);
  }
}

if (import.meta.main) await main(npm);
