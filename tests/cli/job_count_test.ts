import { assert, assertEquals } from "@std/assert";
import { jobsOf } from "#lib/cli/job_count.ts";

const cores = navigator.hardwareConcurrency;
const wasm = { backend: "wasm" } as const;
const runsOf = (count: number, bytes?: number) =>
  Array.from({ length: count }, () => ({ bytes }));
const unsaid = { jobs: undefined, threads: undefined };

Deno.test("a single run has all cores", () => {
  assertEquals(jobsOf(unsaid, runsOf(1), wasm), { count: 1, threads: cores });
});

Deno.test("by default runs and their threads together take no more than the cores", () => {
  for (const runs of [2, 3, 14, 1000]) {
    for (const threads of [undefined, 1, 2]) {
      const jobs = jobsOf({ ...unsaid, threads }, runsOf(runs), wasm);
      assert(jobs.count <= runs);
      assert(jobs.count === 1 || jobs.count * jobs.threads <= cores);
    }
  }
});

Deno.test("the user's numbers are taken, but with no more jobs than runs", () => {
  assertEquals(jobsOf({ jobs: 5, threads: 3 }, runsOf(9), wasm), {
    count: 5,
    threads: 3,
  });
  assertEquals(jobsOf({ jobs: 5, threads: 3 }, runsOf(4), wasm).count, 4);
  assertEquals(jobsOf({ ...unsaid, jobs: 1 }, runsOf(4), wasm).count, 1);
});

Deno.test("runs on a graphics card take turns", () => {
  assertEquals(jobsOf(unsaid, runsOf(9), { backend: "webgpu" }).count, 1);
});

Deno.test("runs that do not fit into memory together take turns", () => {
  const runs = [...runsOf(3, 1e9), ...runsOf(1, 1e18)];
  assertEquals(jobsOf(unsaid, runs, wasm), { count: 1, threads: cores });
});
