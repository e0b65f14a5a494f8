import { assertEquals } from "@std/assert";
import { galleryPage } from "#lib/cli/gallery_page.ts";
import { parseHTML } from "linkedom";

const stream = (text: string, name = "stdout") => ({
  output_type: "stream",
  name,
  text,
});
const table = {
  output_type: "display_data",
  data: { "text/html": "<table></table>" },
};

Deno.test("gallery: consecutive lines share one box, and no box is blank", () => {
  const outputs = [
    stream("a\n"),
    stream("\n"),
    stream("b\n"),
    stream("\n"),
    table,
    stream("\n"),
    table,
    stream("c\n"),
    stream("d\n", "stderr"),
  ];
  const { html } = galleryPage("a", {
    cells: [{ cell_type: "code", source: "", outputs }],
  });
  const { document } = parseHTML(html);
  const boxes = [...document.querySelectorAll(".output")];
  assertEquals(
    boxes.map((box) => box.textContent),
    ["a\n\nb\n", "", "", "c\n", "d\n"],
  );
});
