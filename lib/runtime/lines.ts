/**
 * Reads a stream of UTF-8 line by line. A line, and a character, may be spread
 * over any number of the stream's chunks. A line ends with LF, CR LF or, as
 * programs draw their progress, with CR alone; what follows the last of these is
 * a line too, given when the stream ends.
 *
 * @returns the lines without their ends; bytes that are no UTF-8 are U+FFFD
 */
export async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    // A CR at the end of a chunk may be the first half of CR LF.
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest.replace(/\r$/, "");
}
