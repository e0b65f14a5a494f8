/**
 * Reads a stream of UTF-8 line by line. A line, or a character, may be spread over
 * several chunks of the stream. A line ends with LF, CR LF or, as in progress output,
 * CR. The text after the last line end is also a line, which is given when the stream
 * ends.
 *
 * @returns the lines without their ends; invalid bytes become U+FFFD
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
