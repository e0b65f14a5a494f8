/** Joins the lines of a text to one, without the space around their ends. */
export const oneLine = (text: string): string =>
  text.replaceAll(/\s*\n\s*/g, " ");
