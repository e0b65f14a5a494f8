// Preloaded after narrow.ts, with a task's own command line: prints what is granted
// of the paths that the last option names, JSON with a name for each, and ends.

const paths: Record<string, string> = JSON.parse(Deno.args.at(-1)!);
const granted = (name: "read" | "write", path: string) =>
  Deno.permissions.querySync({ name, path }).state === "granted";
console.log(JSON.stringify(Object.fromEntries(
  (["read", "write"] as const).map((name) => [
    name,
    Object.keys(paths).filter((key) => granted(name, paths[key])),
  ]),
)));
Deno.exit(0);
