import { UserError } from "./errors.ts";
import { oneLine } from "./one_line.ts";
import { isAbsence, isSystemError } from "./system_errors.ts";

/**
 * The error for a path that the system did not let this program read. The content is
 * unknown, so a caller must not treat it as missing or damaged and overwrite it.
 */
export class UnreadableError extends UserError {
  override readonly name = "UnreadableError";

  constructor(path: string, cause: Error) {
    const { name, message } = cause;
    const code = codeOf(cause);
    const kind = code ?? name;
    // Some messages of Deno end with its call and the path, which this one states
    // already.
    const line = oneLine(message.replace(/: \w+ '.*'$/s, ""));
    super(
      `${path}: expected to be able to read it, found ${kind}: ${line}; it was left as it is: ${
        ADVICE[kind] ?? OTHER_ADVICE
      }, then start again`,
      { cause },
    );
  }
}

/** Advice, by the system's error code, or by the name of Deno's error. */
const ADVICE: Readonly<Record<string, string>> = {
  EACCES: "give this user the right to read it",
  EPERM: "give this user the right to read it",
  NotCapable: "allow Deno to read it with --allow-read",
  EISDIR: "move the folder away that is in the file's place",
  EMFILE: "raise the limit of open files (ulimit -n)",
  ENFILE: "close other programs, or raise the system's limit of open files",
};

const OTHER_ADVICE = "check the disk or the network share that holds it";

const codeOf = (error: Error): string | undefined =>
  "code" in error && typeof error.code === "string" ? error.code : undefined;

/**
 * Accesses a path that may not exist.
 *
 * @param look Accesses the path; its errors are the system's.
 * @returns undefined if nothing is at the path.
 * @throws {UnreadableError} if the system refuses for any other reason.
 */
export async function ifThere<T>(
  path: string,
  look: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isAbsence(error)) return undefined;
    if (isSystemError(error)) throw new UnreadableError(path, error);
    throw error;
  }
}

/** A function that reads a file; tests pass another one. */
export type ReadFile = (path: string) => Promise<Uint8Array<ArrayBuffer>>;

/**
 * Reads a file that may be missing.
 *
 * @returns The file's bytes; undefined if there is no such file.
 * @throws {UnreadableError} if the system refuses for any other reason.
 */
export const readIfThere = (
  path: string,
  readFile: ReadFile = Deno.readFile,
): Promise<Uint8Array<ArrayBuffer> | undefined> =>
  ifThere(path, () => readFile(path));

/** Reads a text file that may be missing, like `readIfThere`. */
export const readTextIfThere = (path: string): Promise<string | undefined> =>
  ifThere(path, () => Deno.readTextFile(path));
