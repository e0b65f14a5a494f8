/** A file or folder at a path. */
export interface StoredEntry {
  /** Whether it is a file, and no device or pipe. */
  readonly isFile: boolean;
  /** Whether it is a folder. */
  readonly isDirectory: boolean;
  /** Size of a file, bytes. */
  readonly size: number;
}

/** A file that is open for reading. */
export interface OpenedFile extends Disposable {
  /** Size, bytes. */
  readonly size: number;
  /**
   * Reads bytes from a position on.
   *
   * @returns Number of bytes that were read; 0 at the end of the file.
   */
  read(into: Uint8Array, at: number): Promise<number>;
}

/**
 * Access to folders and files: those of a disk, or those that the user gave to a web
 * page. Paths join names by "/".
 */
export interface FileStore {
  /**
   * Tells what is at a path.
   *
   * @throws Error if there is nothing.
   */
  stat(path: string): Promise<StoredEntry>;
  /** Lists the names in a folder, in any order. */
  entries(
    folder: string,
  ): AsyncIterable<{ readonly name: string; readonly isDirectory: boolean }>;
  /** Opens a file for reading. */
  open(path: string): Promise<OpenedFile>;
  /** Reads a whole file. */
  whole(path: string): Promise<Uint8Array>;
}
