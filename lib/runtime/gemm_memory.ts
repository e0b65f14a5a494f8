/** A WebAssembly memory and its allocator. */
export interface GemmMemory {
  readonly memory: WebAssembly.Memory;
  /**
   * Allocates bytes, and returns their address, a multiple of 16.
   *
   * @throws RangeError if the memory cannot grow that far.
   */
  readonly allocate: (bytes: number) => number;
  readonly free: (address: number) => void;
}

const PAGE = 65536;

/**
 * Makes a separate memory for the pool, if matrices are in another memory.
 *
 * It grows as needed and frees nothing, because the pool allocates only a few regions,
 * which it keeps or replaces by larger ones.
 *
 * @param maximumBytes largest size that it may grow to, at most 4 GiB
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

/** A region of the memory that is replaced by a larger one if it is too small. */
export interface GrowingRegion {
  /**
   * Returns the address of at least the given number of bytes; their content is
   * undefined.
   */
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
