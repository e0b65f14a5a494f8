import { assert, assertEquals } from "@std/assert";
import { median } from "d3-array";
import { type SeveralSet, severalSets } from "../../bench/several_tables.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

/** Largest allowed median of the largest principal angle, degrees. */
const ALLOWED: Readonly<Record<string, number>> = {
  "rotation and scaling": 0.5,
  "rotation or scaling": 0.5,
  "rigid": 1,
  "similarity": 1.5,
  "affine": 3,
  "conformal": 3,
  "no algebra": 3,
};

/** The bounds that the sets of one kind miss. */
function faultsOf(kind: string, sets: readonly SeveralSet[]): string[] {
  const right = sets.filter(({ isRight }) => isRight);
  const isAlgebra = kind !== "no algebra";
  const checks = {
    angle: median(right, ({ degrees }) => degrees)! <= ALLOWED[kind],
    defect: right.every(({ defect }) => isAlgebra ? defect < 2 : defect > 10),
    displacement: median(right, ({ pixels }) => pixels)! <= 0.1,
  };
  return Object.entries(checks)
    .filter(([, met]) => !met)
    .map(([name]) => `${kind}: ${name}`);
}

Deno.test({
  ...needs(projectFiles),
  name: "the sets in bench/several_generators.txt are within the bounds",
  async fn() {
    const sets = severalSets(await read("bench/several_generators.txt"));
    const kinds = Map.groupBy(sets, ({ kind }) => kind);
    assertEquals([...kinds.keys()].toSorted(), Object.keys(ALLOWED).toSorted());
    assertEquals(
      [...kinds].flatMap(([kind, some]) => faultsOf(kind, some)),
      [],
    );
    const right = sets.filter(({ isRight }) => isRight).length;
    assert(right >= 0.95 * sets.length, `${right} of ${sets.length}`);
  },
});

Deno.test("a set outside of the bounds is reported", () => {
  const [set] = severalSets(
    "| rigid | 0 | found | yes | 1.34 | 2.5 | 0.126 | 91 |",
  );
  assertEquals(faultsOf("rigid", [set]), [
    "rigid: angle",
    "rigid: defect",
    "rigid: displacement",
  ]);
});
