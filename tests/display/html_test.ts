import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseHTML } from "linkedom";
import { reportPage, type ReportRun } from "#lib/display/html.ts";

const scores = {
  slope: 0.99,
  correlation: 0.998,
  meanAbsoluteError: 0.0123,
  failed: 7,
  wassersteinOverStd: 0.041,
};
const done: ReportRun = {
  id: "mnist-rotation",
  title: "MNIST, rotation",
  seed: 3,
  preset: "stable",
  status: "done",
  command: "deno task reproduce --only mnist-rotation --seed 3",
  seconds: 83,
  metrics: {
    generator: {
      terms: ["∂x", "y ∂x"],
      estimated: [0, -0.7],
      true: [0, -0.71],
      absoluteCosine: 0.99998,
      angleDegrees: 0.34,
    },
    parameter: {
      unit: "radians",
      network: scores,
      refined: { ...scores, slope: null },
      baselines: {
        normal: { wassersteinOverStd: 0.14 },
        uniform: { wassersteinOverStd: 0.011 },
      },
    },
    reconstruction: {
      transformed: 0.027,
      autoencoder: 0.026,
      identity: 0.03,
      meanImage: 0.067,
    },
    flow: { explained: 0.995 },
  },
  figures: [{
    name: "parameter-histogram",
    caption: "Where t lies.",
    numbers: "Its mean is 0.1.",
    src: "mnist-rotation/seed-3/parameter histogram.svg",
  }],
};
const hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;
const failed: ReportRun = {
  id: hostile,
  title: hostile,
  seed: 0,
  status: "failed",
  command: hostile,
  error: hostile,
  figures: [{
    name: hostile,
    caption: hostile,
    numbers: hostile,
    src: `javascript:${hostile}`,
  }],
};

function page(...runs: ReportRun[]) {
  const title = `</title>${hostile}`;
  const markup = reportPage({ title, command: hostile, runs });
  return { markup, document: parseHTML(markup).document };
}

Deno.test("the table has a row per run with every score, the sections have their figures", () => {
  const { document } = page(done);
  const cells = [...document.querySelectorAll("main > div tbody tr > *")]
    .map(({ textContent }) => textContent);
  assertEquals(cells, [
    "mnist-rotation",
    "3",
    "stable",
    "0.999980",
    "0.34°",
    "0.990",
    "0.9980",
    "0.0123 radians",
    "7",
    "–",
    "0.9980",
    "0.0123 radians",
    "7",
    "0.0410",
    "0.0410",
    "0.1400",
    "0.0110",
    "0.0270",
    "0.0260",
    "0.0300",
    "0.0670",
    "99.50 %",
    "1 min 23 s",
  ]);
  const heads = document.querySelectorAll("main > div thead tr:last-child th");
  assertEquals(heads.length, cells.length - 3);
  const image = document.querySelector("figure img")!;
  assertEquals(
    image.getAttribute("src"),
    "mnist-rotation/seed-3/parameter%20histogram.svg",
  );
  assertEquals(image.getAttribute("alt"), "Where t lies. Its mean is 0.1.");
  assertEquals(
    document.querySelector("section pre")!.textContent,
    "deno task reproduce --only mnist-rotation --seed 3",
  );
  const target = document.querySelector("tbody a")!.getAttribute("href")!;
  assertEquals(document.querySelector(target)!.tagName, "SECTION");
});

Deno.test("no name, path or message becomes markup", () => {
  const { markup, document } = page(done, failed);
  assertEquals(document.querySelectorAll("script").length, 0);
  assertStringIncludes(document.querySelector("h1")!.textContent, hostile);
  assertEquals(document.querySelectorAll("head > *").length, 6);
  assertEquals(document.querySelectorAll("img").length, 2);
  assertEquals(document.querySelectorAll("[onerror]").length, 0);
  assert(!markup.includes('src="javascript:'));
  assert(!markup.includes("<script"));
  const row = document.querySelectorAll("main > div tbody tr")[1];
  assertStringIncludes(row.textContent, hostile);
  assertStringIncludes(row.textContent, "failed");
  assertEquals(document.querySelector(".error")!.textContent, hostile);
});

Deno.test("the page loads nothing from elsewhere and fits a phone", () => {
  const { markup, document } = page(done);
  assert(markup.startsWith("<!doctype html>\n<html"));
  assertStringIncludes(
    document.querySelector("meta[http-equiv]")!.getAttribute("content")!,
    "default-src 'none'",
  );
  assert(document.querySelector("meta[name=viewport]"));
  assertStringIncludes(markup, "prefers-color-scheme: dark");
  assertEquals(markup.match(/https?:/g), null);
});

Deno.test("a run that isn't done has dashes for its scores", () => {
  const { document } = page({ ...failed, status: "pending", figures: [] });
  const cells = [...document.querySelectorAll("main > div tbody td")]
    .map(({ textContent }) => textContent);
  assertEquals(new Set(cells.slice(1)), new Set(["–"]));
});

Deno.test("a missed bound is shown beside the number, a kept one is not", () => {
  const targets = {
    absoluteCosine: 0.9999,
    networkCorrelation: 0.999,
    networkWasserstein: 0.04,
    refinedWasserstein: 0.05,
  };
  const { document } = page({ ...done, targets });
  const missed = [...document.querySelectorAll("td.missed")];
  assertEquals(missed.map(({ textContent }) => textContent), [
    "0.9980 missed ≥ 0.999",
    "0.0410 missed ≤ 0.04",
  ]);
  const unknown = page({ ...failed, targets }).document;
  assertEquals(unknown.querySelectorAll("td.missed").length, 0);
});

Deno.test("figures of several runs and the comparison come before the runs", () => {
  const markup = reportPage({
    title: "all",
    command: "all",
    figures: [{
      name: "figure-2",
      caption: "Flows.",
      numbers: "",
      src: "figure-2.svg",
    }],
    comparison: {
      properties: ["fast"],
      works: [{ work: hostile, claims: ["not said"] }],
    },
    runs: [{ ...done, figure: "2, 3", summary: hostile }],
  });
  const { document } = parseHTML(markup);
  assertEquals(
    [...document.querySelectorAll("h2")].map(({ textContent }) => textContent),
    [
      "Paper: figure 2",
      "Paper: table 1",
      "MNIST, rotation, seed 3 (paper: figures 2, 3)",
    ],
  );
  assertEquals(document.querySelectorAll("script").length, 0);
  const [work, claim] = document.querySelectorAll("section table tbody tr > *");
  assertEquals([work.textContent, claim.textContent], [hostile, "–"]);
});
