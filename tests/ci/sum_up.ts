// The end of .ci/run: `sum_up.ts NAME LOG STATUS [NAME LOG STATUS]` says which tests
// were skipped and why. Its last line says how many passed and failed. It exits with 1
// if any failed.
import { skips } from "./skips.ts";
import { type TestRun, verdictOf } from "./verdict.ts";

const runs: TestRun[] = [];
for (let i = 0; i < Deno.args.length; i += 3) {
  const [name, path, status] = Deno.args.slice(i, i + 3);
  const log = await Deno.readTextFile(path);
  runs.push({ name, log, status: Number(status) });
}
const { counts, notes, faults } = verdictOf(runs, skips);
for (const note of notes) console.log(note);
for (const fault of faults) console.log(`error: ${fault}`);
const { passed, failed, skipped } = counts;
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
Deno.exit(failed === 0 && passed > 0 ? 0 : 1);
