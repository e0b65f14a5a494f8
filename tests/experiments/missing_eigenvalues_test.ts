import { assert, assertEquals } from "@std/assert";
import type { Evaluation } from "#lib/experiments/evaluate.ts";
import { eigenvaluesOf, figuresOf } from "#lib/experiments/figures_of.ts";
import { parseSvg, textsOf } from "../figures/parse_svg.ts";
import { finishSmall } from "./small_run.ts";

const reason = "the QR iteration stopped after 300 sweeps";
const missing = { kind: "missing", reason } as const;

Deno.test("a run whose eigenvalues are missing keeps all its figures, one with the reason", async () => {
  const { prepared, evaluation, history, figures } = await finishSmall();
  const without: Evaluation = { ...evaluation, eigenvalues: missing };
  const found = figuresOf(prepared, without, history);
  assertEquals(
    found.map(({ name }) => name),
    figures.map(({ name }) => name),
  );
  const figure = found.find(({ name }) => name === "eigenvalues")!;
  assert(figure.caption.includes(`Not shown: ${reason}.`), figure.caption);
  assert(textsOf(parseSvg(figure)).join(" ").includes(reason));
});

Deno.test("if only the true eigenvalues are missing, the caption says why", async () => {
  const { prepared, evaluation } = await finishSmall();
  const scored = { ...evaluation.scored!, eigenvalues: missing };
  const { caption, svg } = eigenvaluesOf(prepared, { ...evaluation, scored });
  assert(caption.includes(`The true ones are not shown: ${reason}.`), caption);
  assert(
    svg.includes("estimated") && !textsOf(parseSvg({ svg })).includes("true"),
  );
  const whole = eigenvaluesOf(prepared, evaluation);
  assert(textsOf(parseSvg(whole)).includes("true"));
  assert(!whole.caption.includes("not shown"));
});
