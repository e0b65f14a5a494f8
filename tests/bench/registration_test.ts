import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { generatorScores } from "#lib/evaluation/generator_scores.ts";
import { integrateField } from "#lib/flow/integrate.ts";
import { affine, fieldOf } from "#lib/lie/basis.ts";
import { registerCoarseToFine } from "#lib/matching/coarse_to_fine.ts";
import { runPausable } from "#lib/runtime/pausable.ts";
import {
  affineFlows,
  drawRegistrationPairs,
  pairsIn,
  type RegistrationCase,
  registrationCases,
  trueGenerator,
  writePairs,
} from "../../bench/registration_cases.ts";
import {
  type RegistrationAnswer,
  type RegistrationMeasure,
  registrationMeasures,
  registrationWays,
} from "../../bench/registration_result.ts";
import {
  comparisonTable,
  registrationSection,
} from "../../bench/registration_tables.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";

const asked: RegistrationCase = { flow: "rotation", side: 28, count: 2 };
const turned: RegistrationCase = { ...asked, flow: "scaling" };
const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

/** An answer to a case by a way of registration. */
function answer(
  kase: RegistrationCase,
  way: string,
  round: number,
  ms: number,
  estimates: RegistrationAnswer["reply"]["estimates"],
): RegistrationAnswer {
  const found = registrationWays.find(({ name }) => name === way)!;
  return {
    peer: found.peer,
    case: { ...kase, way: found },
    round,
    reply: { ms, failed: found.peer === "ecc" ? 1 : 0, estimates },
  };
}

/** The true generator of a case, turned by an angle towards a term that it lacks. */
function off(kase: RegistrationCase, degrees: number): number[] {
  const angle = degrees * Math.PI / 180;
  const alpha = Array.from(trueGenerator(kase), (a) => Math.cos(angle) * a);
  const lacked = kase.flow === "rotation" ? 1 : 2;
  assertEquals(alpha[lacked], 0);
  return alpha.with(lacked, Math.sin(angle));
}

const ECC = "ECC, filter 1, 1 level", OTHER = "ECC, filter 5, 2 levels";

const measures = (): readonly RegistrationMeasure[] =>
  registrationMeasures([
    answer(asked, "affine basis", 0, 900, { joint: off(asked, 0.01) }),
    answer(asked, "affine basis", 1, 8, { joint: off(asked, 0.01) }),
    answer(asked, "affine basis", 2, 12, { joint: off(asked, 0.01) }),
    answer(asked, ECC, 1, 2, {
      median: off(asked, 0.05),
      principal: off(asked, 3),
    }),
    answer(asked, OTHER, 1, 1, { median: off(asked, 0.2), principal: null }),
    answer(turned, "affine basis", 1, 7, { joint: null }),
  ], [asked, turned]).measures;

Deno.test("a case's pairs are moved by its flow about a point off the centre", () => {
  for (const { flow } of registrationCases(true)) {
    const { coefficients, reach } = affineFlows[flow];
    const field = fieldOf(affine, coefficients);
    assertEquals(field(0.3, -0.2).map(Math.abs), [0, 0]);
    const [x, y] = integrateField(field, reach, 0.3, 0.8);
    const expected = flow === "rotation"
      ? [0.3 - Math.sin(Math.PI / 9), -0.2 + Math.cos(Math.PI / 9)]
      : [0.3, -0.2 + 4 / 3];
    assertAlmostEquals(x, expected[0], 1e-8);
    assertAlmostEquals(y, expected[1], 1e-8);
  }
});

Deno.test("the pairs of a case show the flow that it names", async () => {
  for (const flow of ["rotation", "scaling"] as const) {
    const drawn = { flow, side: 16, count: 50 };
    const found = await runPausable(
      registerCoarseToFine(drawRegistrationPairs(drawn), affine, 0, 16),
    );
    const { angleDegrees } = generatorScores(
      found!.alpha,
      trueGenerator(drawn),
    );
    assert(angleDegrees < 0.5, `${flow}: ${angleDegrees} degrees`);
  }
});

Deno.test({
  ...needs(temporaryFolder),
  name: "pairs are read as they were written",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await writePairs(folder, asked);
      assertEquals(await pairsIn(folder, asked), drawRegistrationPairs(asked));
    }),
});

Deno.test("a measure has the median of all rounds but the first, and angles in degrees", () => {
  const [own] = measures();
  assertEquals(own.ms!.median, 10);
  assertAlmostEquals(own.angles.joint!, 0.01, 1e-9);
  const ecc = measures().find(({ way }) => way.name === ECC)!;
  assertEquals(ecc.failed, 1);
  assertAlmostEquals(ecc.angles.median!, 0.05, 1e-9);
  assertAlmostEquals(ecc.angles.principal!, 3, 1e-9);
});

Deno.test("a generator in the quadratic basis is compared term by term", () => {
  const [a, b, c, d, e, f] = trueGenerator(asked);
  const joint = [a, b, c, 0, 0, 0, d, e, f, 0, 0, 0];
  const all = registrationMeasures(
    [answer(asked, "quadratic basis", 1, 1, { joint })],
    [asked],
  ).measures;
  const { angles } = all.find(({ way }) => way.name === "quadratic basis")!;
  assertAlmostEquals(angles.joint!, 0, 1e-9);
});

Deno.test("the comparison takes ECC's way with the smallest angle", () => {
  const [head, row, quadratic] = comparisonTable(measures());
  const cell = (name: string) => row[head.indexOf(name)];
  assertEquals(cell("best ECC"), "filter 1, 1 level");
  assertEquals(cell("ms per pair"), "10");
  assertEquals(cell("ms, ECC / this project"), "0.2");
  assertEquals(cell("angles, ECC / this project"), "5");
  assertEquals(quadratic.at(-1), "–");
});

Deno.test("the tables name what is missing", () => {
  const text = registrationSection({
    measures: measures(),
    descriptions: { own: "Deno" },
    reasons: { ecc: "no OpenCV" },
  }).join("\n");
  assert(text.includes("ecc: no OpenCV"));
  assert(!/null|undefined|NaN/.test(text), text);
});

Deno.test({
  ...needs(projectFiles),
  name: "the angles in bench/registration.json are a fifth of ECC's, or less",
  async fn() {
    const { registration } = JSON.parse(await read("bench/registration.json"));
    const table = comparisonTable(registration.measures);
    const [head, ...rows] = table;
    const ratio = head.indexOf("angles, ECC / this project");
    // ECC is compared with the affine basis, which has as many terms as its map.
    const comparable = rows.filter((row) => row.includes("affine basis"));
    assertEquals(comparable.length, 8);
    for (const row of comparable) assert(Number(row[ratio]) >= 5, `${row}`);
  },
});
