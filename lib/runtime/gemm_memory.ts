/** A WebAssembly memory and who gives out its bytes. */
export interface GemmMemory {
  readonly memory: WebAssembly.Memory;
  /**
   * Address of so many bytes, a multiple of 16.
   *
   * @throws RangeError when the memory can't grow that far.
   */
  readonly allocate: (bytes: number) => number;
  readonly free: (address: number) => void;
}

const PAGE = 65536;

/**
 * A memory of the pool's own, for matrices that live elsewhere.
 *
 * It grows as needed and gives back nothing: the pool asks for a few regions
 * that live as long as itself, and for larger ones in their place.
 *
 * @param maximumBytes the most that it may grow to, at most 4 GiB
 */
export function ownMemory(shared: boolean, maximumBytes: number): GemmMemory {
  const memory = new WebAssembly.Memory({
    initial: 1,
    maximum: Math.ceil(maximumBytes / PAGE),
    shared,
  });
  const free: Block[] = [];
  const used = new Map<number, number>();
  let top = 64;
  return {
    memory,
    allocate: (bytes) => {
      const size = Math.ceil(bytes / 64) * 64;
      const fit = free.findIndex((block) => block.size >= size);
      if (fit >= 0) {
        const [{ address, size }] = free.splice(fit, 1);
        used.set(address, size);
        return address;
      }
      growTo(memory, top + size, maximumBytes);
      used.set(top, size);
      top += size;
      return top - size;
    },
    free: (address) => {
      free.push({ address, size: used.get(address) ?? 0 });
      used.delete(address);
    },
  };
}

interface Block {
  readonly address: number;
  readonly size: number;
}

function growTo(
  memory: WebAssembly.Memory,
  bytes: number,
  maximumBytes: number,
): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing <= 0) return;
  if (bytes > maximumBytes) {
    throw new RangeError(
      `matrix product: expected matrices that fit ${maximumBytes} bytes of memory, found ${bytes} bytes`,
    );
  }
  memory.grow(Math.ceil(missing / PAGE));
}

/** A part of the memory that is replaced by a larger one when it gets small. */
export interface GrowingRegion {
  /** Address of at least so many bytes; what was in it may be lost. */
  readonly reserve: (bytes: number) => number;
}

export function growingRegion({ allocate, free }: GemmMemory): GrowingRegion {
  let address = 0;
  let size = 0;
  return {
    reserve: (bytes) => {
      if (bytes > size) {
        if (size > 0) free(address);
        size = 0;
        address = allocate(bytes);
        size = bytes;
      }
      return address;
    },
  };
}
