// Preloaded after narrow.ts, with a task's command line. Prints, as JSON, which of the
// paths in the last option may be read and written, and exits.

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
