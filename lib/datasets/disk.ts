import type { FileStore } from "./file_store.ts";

/** The folders and files of this machine. */
export const disk: FileStore = {
  stat: (path) => Deno.stat(path),
  entries: (folder) => Deno.readDir(folder),
  whole: (path) => Deno.readFile(path),
  async open(path) {
    const file = await Deno.open(path);
    try {
      const { size } = await file.stat();
      let place = 0;
      return {
        size,
        async read(into, at) {
          if (at !== place) await file.seek(at, Deno.SeekMode.Start);
          const count = await file.read(into) ?? 0;
          place = at + count;
          return count;
        },
        [Symbol.dispose]: () => file.close(),
      };
    } catch (error) {
      file.close();
      throw error;
    }
  },
};
