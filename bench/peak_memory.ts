// Preloaded before a program (deno run --preload). When the program ends, it prints the
// program's peak memory on standard error.
import process from "node:process";

addEventListener("unload", () => {
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  console.error(`peak memory in MiB: ${mebibytes}`);
});
