/** A TypeScript source file without its comments. */
export const codeOf = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
