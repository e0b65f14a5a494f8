/**
 * Declares the memory of a WebAssembly module as shared, so that threads can compute in
 * it, by one bit in the memory section.
 *
 * Plain loads and stores work equally in a shared memory, so the module's code does not
 * change. https://webassembly.github.io/threads/core/binary/types.html
 *
 * @returns A changed copy.
 * @throws TypeError if the module makes no memory with a maximum.
 */
export function withSharedMemory(
  binary: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer> {
  const at = memoryLimits(binary);
  if (at === undefined || binary[at] !== HAS_MAXIMUM) {
    throw new TypeError(
      "withSharedMemory: expected a module that makes one memory with a maximum, found another",
    );
  }
  const changed = binary.slice();
  changed[at] = HAS_MAXIMUM | SHARED;
  return changed;
}

const HAS_MAXIMUM = 1;
const SHARED = 2;
const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;

/** Finds the position of the flags of the first memory's limits. */
function memoryLimits(binary: Uint8Array): number | undefined {
  let at = HEADER_BYTES;
  while (at < binary.length) {
    const section = binary[at];
    const { value: length, next } = unsigned(binary, at + 1);
    if (section === MEMORY_SECTION) {
      const { value: memories, next: limits } = unsigned(binary, next);
      return memories === 1 ? limits : undefined;
    }
    at = next + length;
  }
  return undefined;
}

/** Reads an unsigned LEB128 number. */
function unsigned(
  binary: Uint8Array,
  at: number,
): { value: number; next: number } {
  let value = 0;
  for (let scale = 1;; scale *= 128) {
    const byte = binary[at++];
    value += (byte & 127) * scale;
    if (byte < 128) return { value, next: at };
  }
}
