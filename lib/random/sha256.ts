/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUND_CONSTANTS = Uint32Array.from(
  primes(64),
  (p) => fraction(p ** (1 / 3)),
);

/** First 32 bits of the fractional parts of the square roots of the first 8 primes. */
const START = primes(8).map((p) => fraction(Math.sqrt(p)));

/** Bytes per block, and words of its message schedule. */
const BLOCK = 64, ROUNDS = 64;

/**
 * SHA-256 (FIPS 180-4), synchronous; the digest of the Web Crypto API is not.
 *
 * @returns The eight words of the digest, each from 0 to 2^32 - 1.
 */
export function sha256(message: Uint8Array): Uint32Array {
  const state = Uint32Array.from(START);
  const view = new DataView(padded(message).buffer);
  const schedule = new Uint32Array(ROUNDS);
  for (let start = 0; start < view.byteLength; start += BLOCK) {
    for (let i = 0; i < 16; i++) schedule[i] = view.getUint32(start + 4 * i);
    for (let i = 16; i < ROUNDS; i++) {
      const [a, b] = [schedule[i - 15], schedule[i - 2]];
      const s0 = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3);
      const s1 = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10);
      schedule[i] = schedule[i - 16] + s0 + schedule[i - 7] + s1;
    }
    mix(state, schedule);
  }
  return state;
}

/** Updates the state by the 64 rounds of one block. */
function mix(state: Uint32Array, schedule: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < ROUNDS; i++) {
    const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + s1 + choice + ROUND_CONSTANTS[i] + schedule[i]) | 0;
    const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e] = [g, f, e, (d + first) | 0];
    [d, c, b, a] = [c, b, a, (first + s0 + majority) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => state[i] += value);
}

/** The padded message: the message, a bit of 1, zeros, and its length in bits. */
function padded(message: Uint8Array): Uint8Array {
  const blocks = Math.ceil((message.length + 9) / BLOCK);
  const out = new Uint8Array(blocks * BLOCK);
  out.set(message);
  out[message.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setUint32(out.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(out.length - 4, message.length * 8);
  return out;
}

const rotated = (x: number, by: number): number =>
  (x >>> by) | (x << (32 - by));

function fraction(x: number): number {
  return Math.floor((x - Math.floor(x)) * 2 ** 32);
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    if (found.every((p) => n % p !== 0)) found.push(n);
  }
  return found;
}
