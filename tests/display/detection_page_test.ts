import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseHTML } from "linkedom";
import config from "../../deno.json" with { type: "json" };
import type { Detection } from "#lib/detection/detection.ts";
import { detectionPage } from "#lib/display/detection_page.ts";
import { cubic } from "#lib/lie/basis.ts";
import {
  detectionExample,
  hostile,
  nothingFound,
} from "../detection/detection_example.ts";
import { manyGeneratorsExample } from "../detection/many_generators_example.ts";

const command = `deno task detect ${hostile} --out answer`;

function page(detection: Detection) {
  const markup = detectionPage(detection, { command });
  return { markup, document: parseHTML(markup).document };
}

type Page = ReturnType<typeof page>["document"];

const textOf = (document: Page, selector: string) =>
  [...document.querySelectorAll(selector)].map(({ textContent }) =>
    textContent ?? ""
  );

Deno.test("the verdict comes first, in large words, then its reason", () => {
  const { document } = page(detectionExample());
  const [first] = document.querySelector("main")!.children;
  assertEquals(first.className, "verdict found");
  assertEquals(textOf(document, ".verdict h1"), [
    "Found: rotation about (0.00, 0.00)",
  ]);
  assertEquals(textOf(document, ".verdict p"), [
    "The flow explains 95 % of the change between the images of held-out pairs.",
  ]);
  assertEquals(textOf(document, "title")[0], textOf(document, "h1")[0]);
});

Deno.test("notes of how the files were read are on the page, after the files", () => {
  const example = detectionExample();
  const notes = [`a.npz, array x0: ${hostile}`, "b"];
  const { document } = page({
    ...example,
    source: { ...example.source, notes },
  });
  const facts = textOf(document, ".facts");
  assertStringIncludes(facts[0], "400 of them held out");
  // Control characters are replaced on a page.
  const shown = notes.map((note) => note.replaceAll("\x1b", "\ufffd"));
  assertEquals(facts.slice(1), shown);
});

Deno.test("all of the answer is on the page", () => {
  const detection = detectionExample({ basis: cubic });
  const { document } = page(detection);
  const [coefficients, evidence, methods] = document.querySelectorAll("table");
  const rows = (table: typeof coefficients) =>
    [...table.querySelectorAll("tbody tr")].map((row) =>
      [...row.children].map(({ textContent }) => textContent)
    );
  assertEquals(rows(coefficients).length, 20);
  const { term, value, low, high } = detection.coefficients[2];
  const shown = (number: number) => number.toFixed(4).replace("-", "−");
  assertEquals(rows(coefficients)[2], [
    term,
    shown(value),
    `${shown(low)} to ${shown(high)}`,
  ]);
  assertEquals(
    rows(evidence).map(([name, number]) => `${name}: ${number}`),
    [
      "explained by the flow: 95 %",
      "noise: 1 %",
      "by chance: 11 %",
      "by brightness: 4 %",
      "by the better of two generators: 96 %",
      "change: 42.0 %",
      "spread of t: 0.810",
      "ambiguous t: 0 %",
      "uncertainty: ± 0.0060",
      "starts that agree: 100 %",
    ],
  );
  assertEquals(rows(methods)[1], [
    "registration without a network",
    "71 %",
    "12.4°",
    "9 s",
  ]);
  assertEquals(rows(methods)[2].slice(1), ["< −100 %", "–", "–"]);
  assertEquals(document.querySelectorAll(".symmetry-figure").length, 4);
  assertEquals(document.querySelectorAll("details").length, 0);
  const [modes, unitOfT] = textOf(document, "p.t");
  assertStringIncludes(modes, "400 held-out pairs: 2 modes, at −0.7");
  assertStringIncludes(modes, " degrees).");
  assertEquals(unitOfT, "At t = 1 the angle is 40.5 degrees.");
  const all = document.body.textContent ?? "";
  const entry = `${config.name}/detection`;
  for (const word of ["half-frames", "readAnswer", entry, "loadGraphModel"]) {
    assertStringIncludes(all, word);
  }
});

Deno.test("findings stand below the verdict's reason", () => {
  const text = "t is ambiguous: hostile <b>words</b>";
  const { document } = page(
    detectionExample({ findings: [{ kind: "ambiguous-t", text }] }),
  );
  const said = [...document.querySelectorAll(".verdict p")];
  assertEquals(said[1].textContent, "T is ambiguous: hostile <b>words</b>.");
  assertEquals(said.length, 2);
});

for (const kind of ["none", "not-identifiable"] as const) {
  Deno.test(`no generator is presented if the verdict is: ${kind}`, () => {
    const reason = "it is so";
    const { document } = page(nothingFound({ verdict: { kind, reason } }));
    const all = document.body.textContent ?? "";
    assert(!all.includes("rotation about ("), "what it is near to is not said");
    assert(!all.includes("loadGraphModel"));
    assertEquals(textOf(document, "p.t"), []);
    assertEquals(textOf(document, ".verdict p"), ["It is so."]);
    const details = document.querySelector("details")!;
    assert(!details.hasAttribute("open"));
    assertEquals(
      textOf(document, "summary"),
      ["The fitted field, which is not to be used"],
    );
    assertEquals(details.querySelectorAll("table").length, 1);
    assertEquals(details.querySelectorAll(".symmetry-figure").length, 3);
    assertEquals(document.querySelectorAll(".symmetry-figure").length, 4);
  });
}

Deno.test("a weak verdict is presented as such", () => {
  const verdict = { kind: "weak", reason: "so so" } as const;
  const { document } = page(detectionExample({ verdict }));
  assertEquals(textOf(document, "h1"), [
    "Weak: rotation about (0.00, 0.00)",
  ]);
  assertEquals(document.querySelector(".verdict")!.className, "verdict weak");
});

Deno.test("no name, path or message becomes markup", () => {
  const reason = `${hostile}</style><script>alert(1)</script>`;
  const { markup, document } = page(
    detectionExample({ verdict: { kind: "found", reason } }),
  );
  assertEquals(document.querySelectorAll("script, [onerror], img").length, 0);
  assert(!markup.includes("<script") && !markup.includes("<img"));
  assert(!markup.includes("\x1b"));
  const shown = hostile.replace("\x1b", "\ufffd");
  assertStringIncludes(textOf(document, ".facts")[0], shown);
  assertStringIncludes(textOf(document, "pre")[0], shown);
  assertStringIncludes(textOf(document, ".verdict p")[0], "</style><script>");
});

Deno.test("the page loads nothing from elsewhere, and fits a phone and both themes", () => {
  const { markup, document } = page(detectionExample());
  assert(markup.startsWith("<!doctype html>\n<html"));
  const policy = document.querySelector("meta[http-equiv]")!
    .getAttribute("content")!;
  assertStringIncludes(policy, "default-src 'none'");
  assert(!policy.includes("script"));
  assert(document.querySelector("meta[name=viewport]"));
  assertStringIncludes(markup, "prefers-color-scheme: dark");
  const addresses = (markup.match(/https?:[^"'\s]*/g) ?? [])
    .filter((address) => address !== "http://www.w3.org/2000/svg");
  assertEquals(addresses, []);
  // linkedom keeps the case of the figure's attributes.
  assertStringIncludes(markup, "viewBox=");
  assertStringIncludes(markup, 'preserveAspectRatio="none"');
});

Deno.test("figures of several generators have headings; their number is among the evidence", () => {
  const { document } = page(manyGeneratorsExample({ number: 3 }));
  const headings = textOf(document, "h2, h3");
  const at = (heading: string) => {
    const place = headings.indexOf(heading);
    assert(place >= 0, `no "${heading}" among ${headings}`);
    return place;
  };
  const evidence = at("The evidence");
  assert(at("The field of each generator") < evidence);
  assert(at("Their coefficients") < evidence);
  assert(at("Distribution of each generator's t") < evidence);
  assert(at("Number of generators") > evidence);
  assert(!headings.includes("Distribution of t"));
});

Deno.test("the label test has a section and a figure, if labels were given", () => {
  const heading = "Does the symmetry keep the label?";
  const { document: without } = page(detectionExample());
  assert(!textOf(without, "h2").includes(heading));
  const curve = [0, 0.1].map((fall, reach) => (
    { reach, accuracy: 0.9 - fall, fall, low: fall - 0.02, high: fall + 0.02 }
  ));
  const { document } = page({
    ...detectionExample(),
    labels: [{
      verdict: { kind: "do-not", reason: `${hostile} falls` },
      curve,
      images: 100,
      tested: 100,
      classes: 2,
    }],
  });
  const sections = textOf(document, "h2");
  const at = sections.indexOf(heading);
  assert(at > sections.indexOf("The generator"));
  assert(at < sections.indexOf("The evidence"));
  assertEquals(
    textOf(document, "h3").filter((text) => text === "Labels of moved images"),
    ["Labels of moved images"],
  );
  assert(
    textOf(document, "p").some((text) =>
      text.startsWith("Labels: do not use the symmetry. <img src=x")
    ),
  );
});
