import { UserError } from "#lib/runtime/errors.ts";
import { pythonCommand } from "./commands.ts";

/** The Python interpreter of the peers, and its packages. */
export interface Python {
  readonly program: string;
  /** Versions by name; null for a package that is missing. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** Root of the Python environment. */
  readonly prefix: string | undefined;
  /**
   * Reason why a package cannot be used, by its name; usable packages have no entry.
   */
  readonly missing: Readonly<Record<string, string>>;
}

const PACKAGES = {
  torch: "PyTorch",
  scipy: "SciPy",
  cv2: "OpenCV (opencv-python-headless)",
} as const;

/**
 * Examines the given Python, or else the `python3` on the PATH.
 *
 * @throws UserError if the given one is no Python.
 */
export async function findPython(named?: string): Promise<Python> {
  const program = named ?? "python3";
  const facts = await askFacts(program);
  if (typeof facts === "string") {
    if (named !== undefined) {
      throw new UserError(
        `--python: expected a Python program, found ${
          JSON.stringify(named)
        } (${facts})`,
      );
    }
    const reason = "no python3 found; pass --python PATH";
    return {
      program,
      versions: {},
      prefix: undefined,
      missing: Object.fromEntries(
        Object.keys(PACKAGES).map((name) => [name, reason]),
      ),
    };
  }
  const { prefix, ...versions } = facts;
  return { program, versions, prefix: prefix!, missing: missingIn(versions) };
}

function missingIn(
  versions: Readonly<Record<string, string | null>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(PACKAGES)
      .filter(([name]) => versions[name] === null)
      .map(([name, title]) => [
        name,
        `no ${title} in this Python; pass --python PATH to one that has it`,
      ]),
  );
}

/** Returns the Python's versions and prefix, or what is wrong with it. */
async function askFacts(
  program: string,
): Promise<Record<string, string | null> | string> {
  const { args } = pythonCommand(program, "python", "python_facts.py");
  try {
    const { success, code, stdout } = await new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stderr: "null",
    }).output();
    if (!success) return `exit code ${code}`;
    return JSON.parse(new TextDecoder().decode(stdout));
  } catch (error) {
    return (error as Error).message.split("\n")[0];
  }
}
