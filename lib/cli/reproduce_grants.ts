import config from "../../deno.json" with { type: "json" };

/** The flags of `deno run` that grant what `deno task reproduce` is granted. */
export const reproduceGrants: readonly string[] = config.tasks.reproduce.command
  .split(" ")
  .filter((word) => word === "--no-prompt" || word.startsWith("--allow-"));
