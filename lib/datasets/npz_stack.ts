import { openArrayStack } from "./array_stack.ts";
import type { OpenOptions } from "./image_axes.ts";
import type { ImageStack } from "./image_stack.ts";
import { openArchive } from "./npz_archive.ts";

/**
 * The images of one array of a NumPy .npz archive, as
 * {@linkcode openArrayStack} reads them. Nothing is unpacked to disk.
 *
 * @param path The archive.
 * @param array The array's name, for example `x0`.
 * @param options channels: which axis holds them.
 * @throws UserError when the archive or the array is not what it should be.
 */
export function openNpzStack(
  path: string,
  array: string,
  options: OpenOptions = {},
): Promise<ImageStack> {
  return openArrayStack({
    name: `${path}, array ${array}`,
    expected: "a whole .npz archive",
    async open() {
      const archived = await openArchive(path, array);
      return {
        size: archived.size,
        ...archived.name !== array && {
          note: `read from the array ${archived.name}`,
        },
        bytes: () => archived.bytes(),
        [Symbol.dispose]: () => archived[Symbol.dispose](),
      };
    },
  }, options);
}
