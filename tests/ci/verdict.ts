import type { Skip } from "./skips.ts";
import {
  type Counts,
  readTestLog,
  type TestLog,
  type TestRecord,
} from "./test_log.ts";

/** One run of `deno test`. */
export interface TestRun {
  readonly name: string;
  readonly log: string;
  /** The exit status of the command. */
  readonly status: number;
}

/** CI's result for all runs together. */
export interface Verdict {
  readonly counts: Counts;
  /** Skipped tests with their reasons, and listed tests that were not skipped. */
  readonly notes: readonly string[];
  /** Faults that count as failed tests. */
  readonly faults: readonly string[];
}

/**
 * Sums up test runs. A run that ended without its summary, or with an error that
 * no test accounts for, counts as a failed test; so does a skipped test that
 * is not in the list, and an entry of the list that fits no test.
 */
export function verdictOf(
  runs: readonly TestRun[],
  skips: readonly Skip[],
): Verdict {
  const logs = runs.map(({ log }) => readTestLog(log));
  const skipped = logs.flatMap((log) => skippedIn(log, skips));
  const known = skipped.filter(({ reason }) => reason !== undefined);
  const unknown = skipped.filter(({ reason }) => reason === undefined);
  const entries = entryNotes(logs, skips);
  const faults = [
    ...runs.flatMap((run, i) => runFaults(run, logs[i])),
    ...unknown.map(({ test }) => `skipped for a reason not listed: ${test}`),
    ...entries.stale,
  ];
  const counts = logs.map(countsOf);
  const sum = (name: keyof Counts) =>
    counts.reduce((total, each) => total + each[name], 0);
  return {
    counts: {
      passed: sum("passed"),
      failed: sum("failed") + faults.length,
      skipped: known.length,
    },
    notes: [
      ...runs.flatMap((run, i) => abortNotes(run, logs[i])),
      ...known.map(({ test, reason }) => `skipped: ${test}: ${reason}`),
      ...entries.ran,
    ],
    faults,
  };
}

/** Deno's own sum; without it, a count of the outcomes printed so far. */
function countsOf({ summary, tests }: TestLog): Counts {
  if (summary !== undefined) return summary;
  const count = (outcome: TestRecord["outcome"]) =>
    tests.filter((test) => test.outcome === outcome).length;
  return {
    passed: count("ok"),
    failed: count("FAILED"),
    skipped: count("ignored"),
  };
}

function runFaults({ name, status }: TestRun, log: TestLog): string[] {
  const { summary } = log;
  if (summary === undefined) {
    return [`${name}: ended without a summary, with status ${status}`];
  }
  if (summary.passed === 0) return [`${name}: no test passed`];
  return status !== 0 && summary.failed === 0 && !isAbortAtExit(status)
    ? [`${name}: no test failed, and yet it ended with status ${status}`]
    : [];
}

/** Exit status after SIGABRT: 128 + 6. */
const ABORTED = 134;

/**
 * Whether a run that printed its summary was aborted afterwards. Deno 2.9.6 does that
 * in some runs of all fast tests: every test has passed, the summary is printed, and
 * then glibc finds the heap damaged while the process ends. It happens with and without
 * a BLAS, and in no part of the tests run alone. A test that aborts leaves no summary,
 * which remains a fault.
 */
const isAbortAtExit = (status: number): boolean => status === ABORTED;

function abortNotes({ name, status }: TestRun, { summary }: TestLog): string[] {
  return summary !== undefined && isAbortAtExit(status)
    ? [`${name}: aborted while the process ended, after its summary`]
    : [];
}

/** The skipped tests, each with the printed reason that the list allows for it. */
function skippedIn({ tests, reasons }: TestLog, skips: readonly Skip[]) {
  return tests.filter(({ outcome }) => outcome === "ignored").map((test) => {
    const listed = skips.filter((skip) => fits(skip, test))
      .flatMap((skip) => skip.reasons);
    return {
      test: `${test.file}: ${test.name}`,
      reason: reasons.find((reason) =>
        listed.some((beginning) => reason.startsWith(beginning))
      ),
    };
  });
}

const fits = ({ file, name }: Skip, test: TestRecord): boolean =>
  file === test.file && name.test(test.name);

/** Entries of the list whose tests all ran, and those that match no test. */
function entryNotes(logs: readonly TestLog[], skips: readonly Skip[]) {
  const tests = logs.flatMap((log) => log.tests);
  const fitting = skips.map((skip) => ({
    entry: `${skip.file}: ${skip.name}`,
    tests: tests.filter((test) => fits(skip, test)),
  }));
  // A run that did not finish lacks tests, so no entry is judged stale.
  const whole = logs.every(({ summary }) => summary !== undefined);
  return {
    ran: fitting.filter(({ tests }) =>
      tests.length > 0 && tests.every(({ outcome }) => outcome !== "ignored")
    ).map(({ entry }) => `may be skipped, and ran: ${entry}`),
    stale: fitting.filter(({ tests }) => whole && tests.length === 0)
      .map(({ entry }) => `may be skipped, and does not exist: ${entry}`),
  };
}
