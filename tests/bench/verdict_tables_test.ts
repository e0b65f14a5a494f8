import { assert, assertEquals } from "@std/assert";
import { BOUNDS } from "#lib/detection/bounds.ts";
import { tablesOf } from "../../bench/doc_tables.ts";
import { hasFlow, setsIn } from "../../bench/verdict_sets.ts";
import {
  boundsTable,
  kindsTable,
  sumsTable,
} from "../../bench/verdict_tables.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

const line = (set: number, rest: Record<string, unknown>) =>
  JSON.stringify({
    ...{ set, kind: "turns", what: "turns 28x28", pairs: 100 },
    ...{ verdict: "found", degrees: 0.5, inside: true, seconds: 2 },
    ...{ explained: 0.9, explainedByChance: 0.1, explainedByTwo: 0.95 },
    ...{ explainedByBrightness: 0, change: 0.5, noise: 0, spreadOfT: 0.6 },
    ...{ angleOfTwo: 40, ambiguousT: 0, uncertainty: 0.01, agreement: 1 },
    ...{ gainLow: 1, gainHigh: 1 },
    ...rest,
  });

const sets = setsIn([
  line(0, {}),
  line(1, { verdict: "weak", inside: false, degrees: 3 }),
  line(0, { kind: "blur", verdict: "none", degrees: null, inside: null }),
].join("\n"));

Deno.test("sets are counted by kind and by verdict", () => {
  const [, turns, blur] = kindsTable(sets);
  assertEquals(turns, ["turns", "2", "1", "1", "0", "0", "1", "1.75", "2.0"]);
  assertEquals(blur, ["blur", "1", "0", "0", "1", "0", "–", "–", "2.0"]);
  assertEquals(sumsTable(sets).slice(1), [
    ["without a flow", "1", "0", "–"],
    ["with a flow", "2", "1 (50.0 %)", "1 (50.0 %)"],
  ]);
});

Deno.test("every bound of a verdict has its row, with its value", () => {
  const rows = boundsTable(sets).slice(1);
  assertEquals(
    rows.map(([name]) => name).toSorted(),
    Object.keys(BOUNDS).map((name) => `\`${name}\``).toSorted(),
  );
  const row = rows.find(([name]) => name === "`mostUncertain`")!;
  assertEquals(row[1], String(BOUNDS.mostUncertain));
  assertEquals(row.at(-1), "0.01, 0.01, 0.01");
});

Deno.test({
  ...needs(projectFiles),
  name: "the recorded sets without a flow are not found, and every reach is",
  async fn() {
    const data = await read("bench/detect_verdicts.jsonl");
    const [rows] = tablesOf(await read("bench/detect_reach.txt"));
    for (const row of rows) assertEquals(row.slice(3, 6), ["1", "1", "1"]);
    const drawn = setsIn(data);
    assert(drawn.filter(hasFlow).length >= 24, `${drawn.length} sets`);
    assertEquals(
      drawn.filter((set) => !hasFlow(set) && set.verdict === "found"),
      [],
    );
  },
});
