import { crc32 } from "node:zlib";

/** A file of an archive, with everything that the archive states about it. */
export interface ZipMember {
  readonly name: string;
  /** Stored bytes, already compressed for method 8. */
  readonly content: Uint8Array;
  /** Method: 0 for stored, 8 for deflated. */
  readonly method?: number;
  /** Unpacked size; by default the content's. */
  readonly size?: number;
  /** Check sum of the unpacked bytes; by default the content's. */
  readonly crc?: number;
  readonly flags?: number;
}

/** A zip archive written byte by byte. Its statements need not be true. */
export function zipFile(members: readonly ZipMember[]): Uint8Array {
  const parts: Uint8Array[] = [], directory: Uint8Array[] = [];
  let at = 0;
  for (const member of members) {
    const { name, content, method = 0, flags = 0 } = member;
    const { size = content.length, crc = crc32(content) } = member;
    const letters = new TextEncoder().encode(name);
    // Both headers have the same fields from the version on.
    const common = new DataView(new ArrayBuffer(26));
    [20, flags, method, 0, 33].forEach((value, i) =>
      common.setUint16(2 * i, value, true)
    );
    [crc, content.length, size].forEach((value, i) =>
      common.setUint32(10 + 4 * i, value, true)
    );
    common.setUint16(22, letters.length, true);
    const fields = new Uint8Array(common.buffer);
    const local = [Uint8Array.of(0x50, 0x4b, 3, 4), fields, letters, content];
    const where = new DataView(new ArrayBuffer(14));
    where.setUint32(10, at, true);
    directory.push(
      Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0),
      fields,
      new Uint8Array(where.buffer),
      letters,
    );
    parts.push(...local);
    at += lengthOf(local);
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x504b0506);
  [members.length, members.length].forEach((value, i) =>
    end.setUint16(8 + 2 * i, value, true)
  );
  end.setUint32(12, lengthOf(directory), true);
  end.setUint32(16, at, true);
  return joined([...parts, ...directory, new Uint8Array(end.buffer)]);
}

const lengthOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

/** Concatenates arrays of bytes. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
