// Loaded before a program (deno run --preload): at its end, says on standard
// error how much memory it took at most.
import process from "node:process";

addEventListener("unload", () => {
  const mebibytes = process.resourceUsage().maxRSS / 1024;
  console.error(`peak memory in MiB: ${mebibytes}`);
});
