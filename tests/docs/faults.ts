import { commandFaults, isCommand, optionFaults } from "./command_faults.ts";
import { isException } from "./exceptions.ts";
import type { Known } from "./known.ts";
import { type Document, type Section, sectionsOf } from "./markdown.ts";
import {
  isPath,
  linkFaults,
  pathFaults,
  plainPathFaults,
} from "./path_faults.ts";
import {
  declarationFaults,
  exportFaults,
  importFaults,
  versionFaults,
  wordFaults,
} from "./word_faults.ts";

/**
 * Lists everything that a text names and that does not exist: paths, tasks, options and
 * their values, names of experiments and presets, variables, exports.
 *
 * @param others The texts that links may lead to.
 */
export async function faultsOf(
  document: Document,
  known: Known,
  others: readonly Document[] = [],
): Promise<string[]> {
  const { text } = document;
  const sections = sectionsOf(document);
  const named = sections.map((section) => tasksIn(textsOf(section), known));
  // The tasks of the first section are the subject of the whole text.
  const subject = named.find((tasks) => tasks.length > 0) ?? [];
  const faults = await Promise.all(
    sections.map((section, i) =>
      sectionFaults(section, [...subject, ...named[i]], document, known)
    ),
  );
  const links = sections.flatMap((section) => section.links)
    .flatMap((target) => linkFaults(target, document, others, known));
  const found = [
    ...faults.flat(),
    ...links,
    ...plainPathFaults(document, known),
    ...declarationFaults(text, known),
    ...versionFaults(text, known),
  ];
  return [...new Set(found)].map((fault) => `${document.path}: ${fault}`);
}

/** Texts for those who use the project without changing it. */
const FOR_USERS = /^(?:README\.md$|docs\/[\w-]+\.md$|notebooks\/)/;

const textsOf = ({ spans, lines }: Section): readonly string[] => [
  ...spans,
  ...lines,
];

/** The tasks that code in a text names. */
const tasksIn = (texts: readonly string[], { tasks }: Known): string[] => {
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\btask ([\w:-]+)/g)].map(([, task]) => task)
  );
  return Object.keys(tasks).filter((task) =>
    named.includes(task) || texts.includes(task)
  );
};

async function sectionFaults(
  section: Section,
  tasks: readonly string[],
  document: Document,
  known: Known,
): Promise<string[]> {
  const spans = section.spans.map((span) =>
    spanFaults(span, tasks, document, known)
  );
  const lines = section.lines.filter(isCommand)
    .map((line) => commandFaults(line, known));
  return [
    ...(await Promise.all([...spans, ...lines])).flat(),
    ...section.modules.flatMap((module) => importFaults(module, known)),
  ];
}

function spanFaults(
  span: string,
  tasks: readonly string[],
  document: Document,
  known: Known,
): Promise<string[]> | string[] {
  if (isException(span)) return [];
  if (isCommand(span)) return commandFaults(span, known);
  if (span.startsWith("--")) return optionFaults(span, tasks, known);
  if (isPath(span) && !known.names.has(span)) {
    return pathFaults(span, document, known);
  }
  return [
    ...wordFaults(span, known),
    ...FOR_USERS.test(document.path) ? exportFaults(span, known) : [],
  ];
}
