import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import type { Detection } from "#lib/detection/detection.ts";
import type { LabelTest } from "#lib/detection/label_test.ts";
import { sayDetection } from "#lib/display/detection_text.ts";
import { detectionWords } from "#lib/display/detection_words.ts";
import { terminalDisplay } from "#lib/display/terminal.ts";
import {
  detectionExample,
  type ExampleOptions,
  nothingFound,
} from "../detection/detection_example.ts";
import { severalExample } from "../detection/several_example.ts";

async function linesOf(detection: Detection): Promise<string[]> {
  const lines: string[] = [];
  const display = terminalDisplay({ out: (line) => lines.push(line) });
  await sayDetection(detection, display);
  return lines.join("\n").split("\n");
}

Deno.test("the terminal shows the verdict first, then everything that is on the page", async () => {
  const lines = await linesOf(detectionExample());
  assertEquals(lines.slice(0, 2), [
    "Found: rotation about (0.00, 0.00)",
    "The flow explains 95 % of the change between the images of held-out pairs.",
  ]);
  const all = lines.join("\n");
  for (
    const text of [
      "5,000 of 60,000 pairs, 400 of them held out",
      "the angle between its field and the fitted one is 0.0 degrees.",
      "t of 400 held-out pairs: 2 modes, at −0.7",
      "At t = 1 the angle is 40.5 degrees.",
      "explained by the flow                95 %",
      "registration without a network",
    ]
  ) assertStringIncludes(all, text);
  const modes = lines.find((line) => line.startsWith("t of 400"))!;
  assertMatch(
    modes,
    / \(−2\d\.\d and 2\d\.\d degrees\); 5 % below −0\.7\d+ \(−3\d\.\d+ degrees\), half below .* 95 % below 0\.7\d+ \(3\d\.\d+ degrees\)\.$/,
  );
  const row = lines.find((line) => line.startsWith("y ∂x"))!;
  assert(/^y ∂x +−0\.70\d\d {2}−0\.71\d\d to −0\.7\d{3} {2}\*$/.test(row), row);
});

Deno.test("a generator that must not be used comes last, with a warning", async () => {
  const lines = await linesOf(nothingFound());
  assertEquals(lines[0], "No common generator");
  const said = lines.findIndex((line) =>
    line.includes("not a usable generator")
  );
  const listed = lines.findIndex((line) => line.startsWith("y ∂x"));
  const evidence = lines.findIndex((line) => line.startsWith("by chance"));
  assert(evidence > 0 && said > evidence && listed > said);
  assert(!/rotation|angle is/.test(lines.join("\n")));
});

Deno.test("notes of how the files were read follow the files", async () => {
  const example = detectionExample();
  const notes = ["a.npz, array x0: read otherwise", "b\x1b[2J"];
  const source = { ...example.source, notes };
  const lines = await linesOf({ ...example, source });
  const at = lines.findIndex((line) => line.includes("400 of them held out"));
  assertEquals(lines.slice(at + 1, at + 3), [notes[0], "b\ufffd[2J"]);
});

Deno.test("no name contains commands of the terminal", async () => {
  const lines = await linesOf(detectionExample());
  assert(!/\p{Cc}/u.test(lines.join("")));
  assertStringIncludes(lines.join("\n"), "\ufffd[2J");
});

Deno.test("the evidence has a row for a finite map, if one was found", () => {
  const rowOf = (options: ExampleOptions) =>
    detectionWords(nothingFound(options)).evidence
      .find(({ name }) => name === "by a map that is not a flow");
  const statement = "xt is x0 mirrored left to right";
  const finiteMap = { statement, choices: 1, explained: 0.99 };
  assertEquals(rowOf({}), undefined);
  assertEquals(rowOf({ finiteMap: { ...finiteMap, kind: "mirror" } }), {
    name: "by a map that is not a flow",
    value: "99 %",
    meaning: `if ${statement}`,
  });
});

Deno.test("the label tests follow the generator, each with its generator's name", async () => {
  const test = (verdict: LabelTest["verdict"]): LabelTest => ({
    verdict,
    curve: [{ reach: 0, accuracy: 0.9, fall: 0, low: 0, high: 0 }],
    images: 1000,
    tested: 400,
    classes: 10,
  });
  const upTo = test({
    kind: "use-up-to",
    upTo: 0.5,
    reason: "labels\x1b fall",
  });
  const lines = await linesOf({ ...detectionExample(), labels: [upTo] });
  const said = lines.findIndex((line) => line.startsWith("Labels: "));
  assertEquals(
    lines[said],
    "Labels: use the symmetry up to t = 0.5 in both directions. Labels\ufffd fall. 400 images were tested against 1,000 of 10 classes.",
  );
  assert(said > lines.findIndex((line) => line.startsWith("y ∂x")));
  assert(said < lines.findIndex((line) => line.startsWith("by chance")));

  const kinds = [
    test({ kind: "use", upTo: 1, reason: "kept" }),
    test({ kind: "do-not", reason: "lost" }),
    test({ kind: "unknown", reason: "too few" }),
  ];
  const several = await linesOf({ ...severalExample(), labels: kinds });
  for (
    const text of [
      "Labels along G₁: use the symmetry. Kept.",
      "Labels along G₂: do not use the symmetry. Lost.",
      "Labels along G₃: unknown. Too few.",
    ]
  ) assert(several.some((line) => line.startsWith(text)), text);
});
