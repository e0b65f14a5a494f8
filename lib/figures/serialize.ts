const VOID = new Set(["img", "input", "meta"]);

/** Elements of a page whose text is raw, and the pattern that it must not contain. */
const RAW: Readonly<Record<string, RegExp>> = {
  style: /</,
  script: /<(?:!--|\/?script)/i,
};

/**
 * Serialises an element to markup, with every text and attribute escaped, so that no
 * input can become markup. (linkedom's serialisation does not escape `<` in attributes,
 * which XML requires, nor anything in an HTML title.)
 *
 * @param element an SVG or HTML element; a script's text must be the program's own
 * @param syntax "xml" for a separate file, "html" for a page
 * @throws {RangeError} if the text of an HTML style or script could end it
 */
export function serialize(element: Element, syntax: "xml" | "html"): string {
  const name = element.localName;
  // linkedom lists the latest attribute first.
  const attributes = [...element.attributes].reverse()
    .map(({ name, value }) => ` ${name}="${escaped(value)}"`)
    .join("");
  if (syntax === "html" && VOID.has(name)) return `<${name}${attributes}>`;
  const content = syntax === "html" && name in RAW
    ? rawText(element)
    : [...element.childNodes].map((child) => contentOf(child, syntax)).join("");
  return content === "" && syntax === "xml"
    ? `<${name}${attributes}/>`
    : `<${name}${attributes}>${content}</${name}>`;
}

function contentOf(node: ChildNode, syntax: "xml" | "html"): string {
  const ELEMENT = 1, TEXT = 3;
  if (node.nodeType === ELEMENT) return serialize(node as Element, syntax);
  return node.nodeType === TEXT ? escaped(node.textContent ?? "") : "";
}

/** Writes the raw text of a style or script, in which nothing can be escaped. */
function rawText({ localName, textContent }: Element): string {
  const text = textContent ?? "";
  const found = text.match(RAW[localName]);
  if (found !== null) {
    throw new RangeError(
      `serialize: expected a ${localName} without "${found[0]}", found one`,
    );
  }
  return text;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/**
 * Escapes text. Control characters other than tab and line ends, which XML forbids,
 * become �.
 */
function escaped(text: string): string {
  return text
    // deno-lint-ignore no-control-regex
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"]/g, (character) => ENTITIES[character]);
}
