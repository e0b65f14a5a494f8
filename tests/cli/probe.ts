// Run by permissions_test.ts with the permissions of a task. Tries to reach what a task
// might not, and prints the names of what it reached.

const home = Deno.args[0];
const missing = `${home}/.no-such-file-of-anybody`;

/**
 * Attempts by name. Each fails for lack of a permission, or later for another reason.
 */
const attempts: Readonly<Record<string, () => unknown>> = {
  network: () => Deno.connect({ hostname: "127.0.0.1", port: 49151 }),
  fetch: () => fetch("http://127.0.0.1:49151/"),
  server: () => Deno.listen({ port: 0 }).close(),
  "names of hosts": () => Deno.resolveDns("localhost", "A"),
  environment: () => Deno.env.toObject(),
  "one variable": () => Deno.env.get("HOME"),
  "a variable of a token": () => Deno.env.get("GITHUB_TOKEN"),
  "write a variable": () => Deno.env.set("PATH_OF_PROBE", "1"),
  system: () => Deno.hostname(),
  "read the home folder": () => Deno.statSync(home),
  // Without `create` no missing file is made.
  "write to the home folder": () =>
    Deno.openSync(missing, { write: true, create: false }),
  "read the system's folder": () => Deno.statSync("/"),
  "write to the project": () =>
    Deno.openSync("lib/.no-such-file", { write: true, create: false }),
  "run any program": () =>
    new Deno.Command("true", { stdout: "null" }).outputSync(),
  "run deno": () =>
    Deno.permissions.querySync({ name: "run", command: "deno" }).state ===
      "granted" || denied(),
  "call libraries": () => Deno.dlopen(missing, {}),
  "ask the user": () => Deno.permissions.requestSync({ name: "net" }),
};

function denied(): never {
  throw new Deno.errors.NotCapable();
}

const reached: string[] = [];
for (const [what, attempt] of Object.entries(attempts)) {
  try {
    const result = await attempt();
    if (result instanceof Deno.PermissionStatus && result.state !== "granted") {
      continue;
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) continue;
  }
  reached.push(what);
}
console.log(JSON.stringify(reached));
