import { filesBelow } from "../../tests/project_files.ts";
import { allBlocks } from "./all_blocks.ts";
import { type Blocks, withBlocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { dataFlowFigure } from "./data_flow_figure.ts";
import { studyFigure } from "./study_figures.ts";

/** A file of which all or a part is made. */
export interface MadeFile {
  /** From the project's root. */
  readonly path: string;
  readonly committed: string;
  readonly made: string;
}

/** The texts that may have blocks, from the project's root. */
export const textPaths = async (): Promise<string[]> => [
  "README.md",
  "bench/README.md",
  ...(await filesBelow("docs")).filter((path) => path.endsWith(".md")),
];

const SENSITIVITY = "study/sensitivity/cells.csv";

/** The paths of figures, and what makes them. */
const figures: Readonly<Record<string, () => string | Promise<string>>> = {
  "docs/data-flow.svg": dataFlowFigure,
  "docs/study-angles.svg": () => studyFigure("study/cells.csv", "angles"),
  "docs/sensitivity-t-range.svg": () =>
    studyFigure(SENSITIVITY, "sensitivity-t-range"),
  "docs/sensitivity-weight-sparsity.svg": () =>
    studyFigure(SENSITIVITY, "sensitivity-weight-sparsity"),
};

/**
 * Makes everything again that is made in the docs.
 *
 * @returns Every text that has a block, and every figure.
 */
export async function madeFiles(
  blocks: Blocks = allBlocks,
): Promise<MadeFile[]> {
  const texts = (await textPaths()).map(async (path) => {
    const text = await committed(path);
    return {
      path,
      committed: text,
      made: await withBlocks(path, text, blocks),
    };
  });
  const drawn = Object.entries(figures).map(async ([path, draw]) => ({
    path,
    committed: await committed(path).catch(absent),
    made: await draw(),
  }));
  return await Promise.all([...texts, ...drawn]);
}

function absent(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "";
  throw error;
}
