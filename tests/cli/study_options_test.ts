import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { studyHelp, studyOptions } from "#lib/cli/study_options.ts";
import {
  studyReportHelp,
  studyReportOptions,
} from "#lib/cli/study_report_options.ts";
import { UserError } from "#lib/runtime/errors.ts";

const defaults = {
  help: false,
  config: undefined,
  out: "results/study",
  cores: undefined,
  profile: "local",
  dryRun: false,
  retryFailed: false,
  setUp: false,
};

const right: readonly [string[], Partial<typeof defaults>][] = [
  [[], {}],
  [["--cores", "4"], { cores: 4 } as object],
  [["--profile=slurm", "--dry-run"], { profile: "slurm", dryRun: true }],
  [["--retry-failed", "--out", "a/b"], { retryFailed: true, out: "a/b" }],
  [
    ["--config", "c.yaml", "--set-up"],
    { config: "c.yaml", setUp: true } as object,
  ],
];

for (const [args, expected] of right) {
  Deno.test(`study ${args.join(" ")}: is understood`, () =>
    assertEquals<unknown>(studyOptions(args), { ...defaults, ...expected }));
}

const wrong: readonly [string[], string][] = [
  [
    ["--cores", "0"],
    '--cores: expected an integer from 1 to 100000, found "0"',
  ],
  [["--out="], "--out: expected a value, found an empty one"],
  [["--kores", "1"], "Unknown option '--kores'; see --help"],
];

for (const [args, message] of wrong) {
  Deno.test(`study ${args.join(" ")}: is turned away`, () => {
    const error = assertThrows(() => studyOptions(args), UserError);
    assertEquals(error.message, message);
  });
}

Deno.test("a report goes into its study's folder, unless told otherwise", () => {
  assertEquals(studyReportOptions(["--in", "a"]).out, "a/report");
  assertEquals(studyReportOptions(["--in", "a", "--out", "b"]).out, "b");
  assertEquals(studyReportOptions([]).in, "results/study");
  assertEquals(studyReportOptions(["--in", "a.csv", "--out", "b"]).out, "b");
  assertThrows(
    () => studyReportOptions(["--in", "a/cells.csv"]),
    UserError,
    "--out: expected a folder",
  );
});

Deno.test("the help names every option", () => {
  const words = "config out cores profile dry-run retry-failed set-up help";
  for (const option of words.split(" ")) {
    assertStringIncludes(studyHelp, `\n  --${option} `);
  }
  for (const option of ["in", "out", "help"]) {
    assertStringIncludes(studyReportHelp, `\n  --${option} `);
  }
});
