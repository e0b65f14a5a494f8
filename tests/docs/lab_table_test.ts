import { assert, assertEquals } from "@std/assert";
import measured from "../../bench/lab.json" with { type: "json" };
import { LAB_BOUNDS, type LabMeasured } from "../slow/lab_measured.ts";
import { projectRoot } from "../project_files.ts";

/** The numbers as the table tells them. */
const rows = (
  { firstLoadBytes, thousandPairsSeconds, cameraDegrees }: LabMeasured,
): readonly (readonly [value: string, bound: string])[] => [
  [
    (firstLoadBytes / 1000).toFixed(0),
    String(LAB_BOUNDS.firstLoadBytes / 1000),
  ],
  [
    thousandPairsSeconds.toFixed(1),
    String(LAB_BOUNDS.thousandPairsSeconds),
  ],
  [cameraDegrees.toFixed(3), String(LAB_BOUNDS.cameraDegrees)],
];

Deno.test("docs/lab.md tells the numbers of bench/lab.json, within their bounds", async () => {
  const text = await Deno.readTextFile(`${projectRoot}/docs/lab.md`);
  const [, table] =
    /\| what +\| measured \| bound \|\n\|[-| ]+\|\n((?:\|.*\n)+)/
      .exec(text)!;
  const told = table.trim().split("\n").map((line) =>
    line.split("|").slice(2, 4).map((cell) => cell.trim())
  );
  assertEquals(told, rows(measured).map((row) => [...row]));
  for (const [name, bound] of Object.entries(LAB_BOUNDS)) {
    const value = measured[name as keyof LabMeasured];
    assert(value <= bound, `${name}: ${value}, at most ${bound}`);
  }
});
