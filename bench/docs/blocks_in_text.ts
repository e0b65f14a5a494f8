/** Makes the content of a block, a table or a paragraph, from committed numbers. */
export type BlockMaker = () => Promise<string> | string;

/** The makers of all blocks, by the names that the texts give them. */
export type Blocks = Readonly<Record<string, BlockMaker>>;

/** A block begins with its name, and ends with a comment of its own. */
const BLOCK = /^<!-- made: ([^\n]*?) -->\n([\s\S]*?)^<!-- end -->$/gm;

/** The names of the blocks in a text, in their order. */
export const blockNames = (text: string): string[] =>
  [...text.matchAll(BLOCK)].map(([, name]) => name);

/**
 * Makes the content of all blocks of a text again.
 *
 * @param path The text's path, for errors.
 * @throws {RangeError} where a block has no end, or a name that has no maker.
 */
export async function withBlocks(
  path: string,
  text: string,
  blocks: Blocks,
): Promise<string> {
  const begun = text.match(/^<!-- made: /gm)?.length ?? 0;
  const names = blockNames(text);
  if (
    names.length !== begun ||
    text.match(/^<!-- end -->$/gm)?.length !== (begun || undefined)
  ) {
    throw new RangeError(
      `${path}: expected an end for each of ${begun} blocks, found ${names.length} whole blocks`,
    );
  }
  const made = new Map<string, string>();
  for (const name of names) {
    if (!Object.hasOwn(blocks, name)) {
      throw new RangeError(`${path}: there is no block "${name}"`);
    }
    made.set(name, await blocks[name]());
  }
  return text.replaceAll(
    BLOCK,
    (_, name) => `<!-- made: ${name} -->\n\n${made.get(name)}\n\n<!-- end -->`,
  );
}
