import { assert, assertEquals } from "@std/assert";
import { parseHTML } from "linkedom";
import { galleryIndex, galleryPage } from "#lib/cli/gallery_page.ts";
import { detectionPage } from "#lib/display/detection_page.ts";
import { foundExplorer } from "#lib/display/found_explorer.ts";
import { reportPage } from "#lib/display/html.ts";
import { studyPage } from "#lib/display/study_page.ts";
import { detectionExample } from "../detection/detection_example.ts";
import { manyGeneratorsExample } from "../detection/many_generators_example.ts";
import { severalExample } from "../detection/several_example.ts";

/** Markup of the images and drawings of a page that have no alternative text. */
function withoutText(html: string): string[] {
  const { document } = parseHTML(html);
  const images = [...document.querySelectorAll("img")]
    .filter((image) => !image.getAttribute("alt"));
  // An svg inside of a drawing is a part of it.
  const drawings = [...document.querySelectorAll("svg")].filter((svg) =>
    !svg.parentElement?.closest("svg") &&
    svg.getAttribute("aria-hidden") !== "true" &&
    !(svg.getAttribute("role") === "img" &&
      svg.querySelector("title")?.textContent &&
      svg.querySelector("desc")?.textContent)
  );
  return [...images, ...drawings].map(({ outerHTML }) =>
    outerHTML.slice(0, 200)
  );
}

/** Number of images and drawings of a page. */
const pictures = (html: string): number =>
  parseHTML(html).document.querySelectorAll("img, svg").length;

Deno.test("withoutText sees images and drawings without text", () => {
  const text = "<title>A</title><desc>3.</desc>";
  const good = [
    '<img src="a" alt="A">',
    `<svg role="img">${text}</svg>`,
    '<svg aria-hidden="true"></svg>',
  ];
  const bad = [
    '<img src="a">',
    '<img src="a" alt="">',
    `<svg>${text}</svg>`,
    '<svg role="img"><title>A</title></svg>',
  ];
  const page = `<html><body>${[...good, ...bad].join("")}</body></html>`;
  assertEquals(pictures(page), 7);
  assertEquals(withoutText(page).length, bad.length);
});

const { side, worst } = detectionExample().pictures;
const image = { pixels: worst[0].x0, height: side, width: side, channels: 1 };
const figure = { name: "f", caption: "Words.", numbers: "It is 3." };
const notebook = galleryPage("01_a", {
  cells: [{
    cell_type: "code",
    source: "",
    outputs: [{
      output_type: "display_data",
      data: { "image/svg+xml": "<svg></svg>", "text/plain": "Words." },
    }],
  }],
});

const PAGES: Readonly<Record<string, string>> = {
  "a detection": detectionPage(detectionExample(), { command: "" }),
  "a detection of several generators": detectionPage(
    manyGeneratorsExample({ number: 3 }),
    { command: "" },
  ),
  "an image along a flow": `<html><body>${
    foundExplorer(detectionExample(), image).html
  }</body></html>`,
  "an image along several flows": `<html><body>${
    foundExplorer(severalExample(), image).html
  }</body></html>`,
  "a report": reportPage({
    title: "",
    command: "",
    figures: [{ ...figure, src: "f.svg" }],
    runs: [],
  }),
  "a study": studyPage({
    title: "",
    links: [],
    text: [],
    sections: [{ heading: "", text: [], figure }],
  }),
  "a notebook in the gallery": notebook.html,
  "the gallery": galleryIndex("", [notebook]),
};

for (const [name, html] of Object.entries(PAGES)) {
  Deno.test(`every picture on the page of ${name} has alternative text`, () => {
    assert(pictures(html) > 0);
    assertEquals(withoutText(html), []);
  });
}
