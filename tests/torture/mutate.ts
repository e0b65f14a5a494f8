import type { RandomStream } from "#lib/random/streams.ts";

const below = (random: RandomStream, count: number): number =>
  Math.floor(random() * count);

/** One of the choices, at random. */
export const pick = <T>(random: RandomStream, choices: readonly T[]): T =>
  choices[below(random, choices.length)];

type Damage = (bytes: Uint8Array, random: RandomStream) => Uint8Array;

const damages: readonly Damage[] = [
  // Flips a bit.
  (bytes, random) => {
    const at = below(random, bytes.length);
    return bytes.with(at, bytes[at] ^ 1 << below(random, 8));
  },
  // Changes one of the first bytes, where headers are.
  (bytes, random) => {
    const at = below(random, Math.min(64, bytes.length));
    return bytes.with(at, pick(random, [0, 1, 0x7f, 0x80, 0xff]));
  },
  // Cuts off the end.
  (bytes, random) => bytes.slice(0, below(random, bytes.length)),
  // Appends noise.
  (bytes, random) => joined(bytes, noise(random, 1 + below(random, 100))),
  // Fills a stretch with zeros, as if a block had never been written.
  (bytes, random) => {
    const changed = bytes.slice();
    const at = below(random, bytes.length);
    return changed.fill(0, at, at + 1 + below(random, 4096));
  },
  // Fills a stretch with noise.
  (bytes, random) => {
    const changed = bytes.slice();
    const at = below(random, bytes.length);
    changed.set(noise(random, Math.min(256, bytes.length - at)), at);
    return changed;
  },
  // Removes a stretch.
  (bytes, random) => {
    const at = below(random, bytes.length);
    const next = at + 1 + below(random, 256);
    return joined(bytes.slice(0, at), bytes.slice(next));
  },
  // Replaces all by noise.
  (_bytes, random) => noise(random, below(random, 2000)),
];

/** Damages a file's bytes in one of several ways. */
export function mutate(
  bytes: Uint8Array,
  random: RandomStream,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(pick(random, damages)(bytes, random));
}

function noise(random: RandomStream, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => below(random, 256));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}
