import { createHash } from "node:crypto";
import { assertEquals } from "@std/assert";
import { sha256 } from "#lib/random/sha256.ts";

const hex = (words: Uint32Array) =>
  Array.from(words, (word) => word.toString(16).padStart(8, "0")).join("");

Deno.test("the digests of FIPS 180-4's examples", () => {
  // https://csrc.nist.gov/csrc/media/projects/cryptographic-standards-and-guidelines/documents/examples/sha256.pdf
  const of = (text: string) => hex(sha256(new TextEncoder().encode(text)));
  assertEquals(
    of("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assertEquals(
    of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});

Deno.test("digests agree with OpenSSL at every length around a block's end", () => {
  for (let length = 0; length < 200; length++) {
    const message = Uint8Array.from(
      { length },
      (_, i) => (37 * i + length) % 256,
    );
    const expected = createHash("sha256").update(message).digest("hex");
    assertEquals(hex(sha256(message)), expected, `${length} bytes`);
  }
});
