import { assert, assertEquals, assertMatch } from "@std/assert";
import { encode } from "fast-png";
import { zipSync } from "fflate";
import { gzipSync } from "node:zlib";
import { CONTENT_BYTES, contentOf } from "#lib/datasets/file_content.ts";
import { encodeNpy } from "#lib/datasets/npy.ts";
import { randomStream } from "#lib/random/streams.ts";
import { idxHeaderOf } from "./image_files.ts";
import { joined } from "./zip_file.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf16 = (text: string) =>
  joined([
    Uint8Array.of(0xff, 0xfe),
    new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer),
  ]);

const page = "an HTML page, probably a failed download";
const npy = encodeNpy({ shape: [2], values: Float32Array.of(1, 2) });
const data = new Uint8Array(64);

const known: readonly (readonly [Uint8Array, string])[] = [
  [new Uint8Array(), "an empty file"],
  [zipSync({ "a.npy": npy }), "a zip archive"],
  [zipSync({}), "a zip archive with nothing in it"],
  [gzipSync(npy), "a gzip file; unpack it with gunzip"],
  [npy, "a .npy file of one array"],
  [idxHeaderOf(3, 8, 9), "an idx file"],
  [encode({ width: 8, height: 8, data, channels: 1 }), "a PNG image"],
  [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), "a JPEG image"],
  [latin1("GIF89a"), "a GIF image"],
  [latin1("II*\0\x08\0\0\0"), "a TIFF image"],
  [latin1("II+\0\x08\0\0\0"), "a BigTIFF image; save it as TIFF"],
  [latin1("RIFF\x24\0\0\0WEBPVP8 "), "a WebP image"],
  [latin1("BM\x36\x10\0\0\0\0\0\0\x36"), "a BMP image"],
  [latin1("\x89HDF\r\n\x1a\n"), "an HDF5 file"],
  [latin1("MATLAB 5.0 MAT-file, Platform: GLNXA64"), "a MATLAB file"],
  [latin1("%PDF-1.7\n%\xe2\xe3"), "a PDF document"],
  // The bytes of pickle.dumps([1, 2], protocol=4) in Python 3.11.
  [
    Uint8Array.fromHex("80049509000000000000005d94284b014b02652e"),
    "a Python pickle",
  ],
  [latin1("x".padEnd(257, "\0") + "ustar\x0000"), "a tar archive"],
  [latin1("\xfd7zXZ\0\0\x04"), "an xz file"],
  [
    utf8("version https://git-lfs.github.com/spec/v1\noid sha256:00\n"),
    "a pointer of Git LFS in place of the file; git lfs pull",
  ],
  [utf8("<!DOCTYPE html>\n<html lang=en>"), page],
  [utf8("\n  <html><head>"), page],
  [utf8("\ufeff<!doctype HTML>"), page],
  [utf8("<!-- a page -->\n<!DOCTYPE html>"), page],
  [utf16("<!DOCTYPE html>"), page],
  [utf8("<HEAD><TITLE>404 Not Found</TITLE></HEAD>"), page],
  [
    utf8('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
    "an XML text, probably a failed download",
  ],
  [utf8('{"message": "Not Found"}'), "a JSON text; give another file"],
  [utf8("[[0.5, 1]]"), "a JSON text; give another file"],
  [utf8("404: Not Found"), 'a text that begins with "404: Not Found"; give'],
  [utf8("a,b\r\n1,2\r\n"), 'a text that begins with "a,b'],
  [utf8(" \n"), "nothing but white space"],
];

for (const [bytes, words] of known) {
  Deno.test(`contentOf: ${words}`, () => {
    const said = contentOf(bytes)?.words ?? "nothing";
    assert(said.startsWith(words), said);
    assertMatch(said, /^[^\n]+$/);
  });
}

Deno.test("contentOf: a page in many bytes, cut within a letter", () => {
  const long = utf8(`<html>${"é".repeat(CONTENT_BYTES)}`);
  for (const length of [CONTENT_BYTES, CONTENT_BYTES - 1]) {
    assert(contentOf(long.subarray(0, length))!.words.startsWith(page));
  }
});

Deno.test("contentOf gives undefined for bytes of no known format", () => {
  const stream = randomStream(0, "content");
  for (let i = 0; i < 200; i++) {
    // Only the format idx begins with 0x00.
    const bytes = Uint8Array.from(
      { length: 64 },
      (_, k) => k === 0 ? 0 : k === 1 ? 7 : Math.floor(256 * stream()),
    );
    assertEquals(contentOf(bytes), undefined);
  }
  // An idx file has a type and 1 to 4 axes.
  for (
    const hex of ["00000800", "00000805", "00000a03", "000007", "ffffffff"]
  ) {
    assertEquals(contentOf(Uint8Array.fromHex(hex)), undefined, hex);
  }
});
