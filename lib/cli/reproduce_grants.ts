import config from "../../deno.json" with { type: "json" };

/** The permission flags of `deno task reproduce`, for `deno run`. */
export const reproduceGrants: readonly string[] = config.tasks.reproduce.command
  .split(" ")
  .filter((word) => word === "--no-prompt" || word.startsWith("--allow-"));
