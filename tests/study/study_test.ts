import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { reproduceOptions } from "#lib/cli/reproduce_options.ts";
import { cellId, cellOptions } from "#lib/study/cell.ts";
import { parseStudy, readStudy } from "#lib/study/study.ts";
import { UserError } from "#lib/runtime/errors.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const part = (more = "") => `
parts:
  - experiments: [mnist-shear]
    budget: quick
    seeds: 2
${more}`;

Deno.test("a part has a cell for every combination of its values", () => {
  const { cells, command, options } = parseStudy(
    `${part("    presets: [stable, paper]\n    vary: {pairs: [50, 100]}")}
options: [--threads, "1"]`,
    "file",
  );
  assertEquals([command, options], [["task", "reproduce"], ["--threads", "1"]]);
  assertEquals(
    cells.map(cellId),
    ["stable", "paper"].flatMap((preset) =>
      [50, 100].flatMap((pairs) =>
        [0, 1].map((seed) =>
          `mnist-shear/${preset}/quick/pairs=${pairs}/seed-${seed}`
        )
      )
    ),
  );
});

Deno.test("a cell that two parts have in common is listed once", () => {
  const { cells } = parseStudy(
    `${part()}
  - {experiments: [mnist-shear], budget: quick, seeds: 3}`,
    "file",
  );
  assertEquals(cells.map(({ seed }) => seed), [0, 1, 2]);
});

Deno.test("a default value gives the cell with nothing varied", () => {
  const varied = `${part("    vary: {batch-size: [64, 128], noise: [0]}")}
  - {experiments: [mnist-shear], budget: quick, seeds: 1}
  - experiments: [mnist-shear]
    presets: [stable-batch-1024, registration]
    budget: quick
    seeds: 1
    vary: {batch-size: [512, 1024], latent-size: [5.0, 6]}`;
  assertEquals(parseStudy(varied, "file").cells.map(cellId), [
    "mnist-shear/stable/quick/batch-size=64/seed-0",
    "mnist-shear/stable/quick/batch-size=64/seed-1",
    "mnist-shear/stable/quick/seed-0",
    "mnist-shear/stable/quick/seed-1",
    "mnist-shear/stable-batch-1024/quick/batch-size=512/seed-0",
    "mnist-shear/stable-batch-1024/quick/seed-0",
    "mnist-shear/stable-batch-1024/quick/latent-size=6/seed-0",
    // The preset trains no network, so no default of its batches is known.
    "mnist-shear/registration/quick/batch-size=512/seed-0",
    "mnist-shear/registration/quick/batch-size=1024/seed-0",
    "mnist-shear/registration/quick/seed-0",
    "mnist-shear/registration/quick/latent-size=6/seed-0",
  ]);
});

const wrong: readonly [text: string, message: string][] = [
  ["- a", 'file: expected a mapping of command, options, parts, found ["a"]'],
  [
    "part: 1",
    'file: expected no keys but command, options, parts, found "part"',
  ],
  ["parts: []", "file: parts: expected a list of at least one entry, found []"],
  [
    "parts: [{experiments: [mnist], seeds: 1}]",
    "file: parts, number 1, experiments: expected one of",
  ],
  [
    part("    presets: [bold]"),
    "file: parts, number 1, presets: expected one of",
  ],
  [
    part().replace("quick", "slow"),
    "file: parts, number 1, budget: expected one of quick, standard, long, found",
  ],
  [
    part().replace("2", "0"),
    "file: parts, number 1, seeds: expected how many seeds, from 1 to 10000, found 0",
  ],
  [
    part("    vary: {colour: [1]}"),
    "file: parts, number 1, vary: expected one of",
  ],
  [
    part("    vary: {pairs: [half]}"),
    'file: parts, number 1, vary: pairs: expected an integer from 2 to 60000, found "half"',
  ],
  [
    part("    vary: {pairs: 3}"),
    "file: parts, number 1, vary, pairs: expected a",
  ],
  ["parts: [", "file: expected YAML, found:"],
];

for (const [text, message] of wrong) {
  Deno.test(`a config file is refused: ${message}`, () => {
    const error = assertThrows(() => parseStudy(text, "file"), UserError);
    assertEquals(error.message.slice(0, message.length), message);
    assertEquals(error.message.includes("\n"), false, error.message);
  });
}

Deno.test({
  ...needs(projectFiles),
  name: "a missing config file is named",
  async fn() {
    await assertRejects(
      () => readStudy("nowhere.yaml"),
      UserError,
      "nowhere.yaml: expected a study's config file, found:",
    );
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "reproduce understands every cell of the project's study",
  async fn() {
    const { command, options, cells } = await readStudy(
      `${projectRoot}/study/config.yaml`,
    );
    assertEquals(command, ["task", "reproduce"]);
    const conditions = new Set(
      cells.map((cell) => {
        const read = reproduceOptions([...cellOptions(cell), ...options]);
        const { variation } = read;
        assertEquals(
          [read.chosen.map(({ id }) => id), read.presets, read.budget],
          [[cell.experiment], [cell.preset], cell.budget],
        );
        assertEquals(
          variation && { name: variation.name, value: variation.value },
          cell.variation,
        );
        return cellId({ ...cell, seed: 0 });
      }),
    );
    assertEquals(conditions.size > 50, true, `${conditions.size} conditions`);
  },
});
