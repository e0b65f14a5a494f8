import { elementsOf } from "../figures/document.ts";
import type { Figure } from "../figures/figure.ts";
import { blankPage, pageMarkup, PICTURE_FILES_POLICY } from "./blank_page.ts";
import { type PageColumn, pageTable } from "./page_table.ts";
import { figureBlock } from "./report_section.ts";
import { REPORT_STYLE } from "./report_style.ts";

/** A table of a study, as texts. */
export interface StudyTable {
  readonly label: string;
  readonly columns: readonly PageColumn[];
  readonly rows: readonly { readonly cells: readonly string[] }[];
}

/** A section of a page: optional texts, a figure and a table. */
export interface StudySection {
  readonly heading: string;
  readonly text: readonly string[];
  readonly figure?: Pick<Figure, "name" | "caption" | "numbers">;
  readonly table?: StudyTable;
}

/** A link to another page. */
export interface StudyLink {
  readonly title: string;
  /** A file in the page's folder. */
  readonly file: string;
}

const STYLE = `${REPORT_STYLE}
td.words, td.meaning, thead tr:last-child th.words { text-align: left; }
td.meaning { white-space: normal; min-width: 20rem; overflow-wrap: anywhere; }
nav { margin: 0 0 1.5rem; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; }
`;

/**
 * Makes one page of a study's report. All content is inserted as text of DOM nodes, so
 * that no name, path or message can become markup.
 *
 * @returns the document's markup
 */
export function studyPage(
  { title, text, links, sections }: {
    readonly title: string;
    readonly text: readonly string[];
    readonly links: readonly StudyLink[];
    readonly sections: readonly StudySection[];
  },
): string {
  const document = blankPage({
    title,
    style: STYLE,
    policy: PICTURE_FILES_POLICY,
  });
  const element = elementsOf(document);
  const paragraphs = (texts: readonly string[]) =>
    texts.map((words) => element("p", {}, words));
  document.body.append(element(
    "main",
    {},
    element("h1", {}, title),
    element(
      "nav",
      {},
      ...links.map(({ title, file }) =>
        element("a", { href: encodeURIComponent(file) }, title)
      ),
    ),
    ...paragraphs(text),
    ...sections.map(({ heading, text, figure, table }) =>
      element(
        "section",
        {},
        element("h2", {}, heading),
        ...paragraphs(text),
        ...figure === undefined
          ? []
          : [figureBlock(document, { ...figure, src: `${figure.name}.svg` })],
        ...table === undefined
          ? []
          : [pageTable(document, table.label, table.columns, table.rows)],
      )
    ),
  ));
  return pageMarkup(document);
}
