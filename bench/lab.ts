/**
 * Measures the page of `deno task lab` in a Chromium, and writes bench/lab.json:
 * `deno run --allow-run=deno bench/lab.ts`. It runs tests/slow/lab_test.ts, from the
 * project's folder.
 */
const { code } = await new Deno.Command("deno", {
  args: ["test", "--no-check", "--allow-all", "tests/slow/lab_test.ts"],
  env: { MEASURED: "bench/lab.json" },
}).spawn().status;
Deno.exit(code);
