import { assert, assertEquals } from "@std/assert";
import { missingFigure } from "#lib/figures/missing.ts";
import { numberOf, parseSvg, textsOf } from "./parse_svg.ts";

const reason =
  "the QR iteration stopped after 4320 sweeps, with 17 of 144 eigenvalues found";

Deno.test("a missing figure has its name, and the reason in its text and caption", () => {
  const figure = missingFigure({ name: "spectrum", title: "A title", reason });
  assertEquals(figure.name, "spectrum");
  assertEquals(figure.caption, `A title. Not shown: ${reason}.`);
  const [title, ...lines] = textsOf(parseSvg(figure));
  assertEquals(title, "A title");
  assertEquals(lines.join(" "), `Not shown: ${reason}.`);
});

Deno.test("a long reason makes a missing figure higher, not wider", () => {
  const [short, long] = [reason, Array(9).fill(reason).join("; ")].map((
    reason,
  ) => parseSvg(missingFigure({ name: "a", title: "b", reason })));
  assertEquals(numberOf(long, "width"), numberOf(short, "width"));
  assert(numberOf(long, "height") > 2 * numberOf(short, "height"));
});
