import { parseHTML } from "linkedom";
import type { Found } from "../detection/found.ts";
import type { Picture } from "../detection/use.ts";
import { foundExplorer } from "../display/found_explorer.ts";
import { serialize } from "../figures/serialize.ts";

/**
 * An image under sliders along what was found, as {@linkcode foundExplorer} makes it,
 * without the style and the script that the page has itself.
 */
export function showMoved(found: Found, image: Picture): string {
  const { html } = foundExplorer(found, image);
  const { document } = parseHTML(
    `<!doctype html><html><head></head><body>${html}</body></html>`,
  );
  for (const own of document.querySelectorAll("style, script")) own.remove();
  const root = document.body.firstElementChild as unknown as Element;
  return serialize(root, "html");
}
