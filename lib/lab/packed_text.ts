import { readWhile } from "../datasets/byte_stream.ts";
import { streamOf } from "../datasets/stream_of.ts";
import { joinedBytes } from "../runtime/joined_bytes.ts";

/** Bytes that a packed text may unpack to. */
const MOST_BYTES = 2 ** 22;

/** A text, deflated, in letters that a link may have (RFC 4648, section 5). */
export async function packed(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const { readable, writable } = new CompressionStream("deflate-raw");
  const parts = readWhile(readable, streamOf([bytes]).pipeTo(writable));
  const whole = joinedBytes(await Array.fromAsync(parts));
  return whole.toBase64({ alphabet: "base64url", omitPadding: true });
}

/**
 * The text that {@linkcode packed} packed.
 *
 * @throws Error for what it did not make, and for more than 4 MiB.
 */
export async function unpacked(link: string): Promise<string> {
  const bytes = Uint8Array.fromBase64(link, { alphabet: "base64url" });
  const { readable, writable } = new DecompressionStream("deflate-raw");
  const parts: Uint8Array[] = [];
  let size = 0;
  const writing = streamOf([bytes]).pipeTo(writable);
  for await (const part of readWhile(readable, writing)) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
    parts.push(part);
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(joinedBytes(parts));
}
