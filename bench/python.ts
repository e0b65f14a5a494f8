import { UserError } from "#lib/runtime/errors.ts";
import { pythonCommand } from "./commands.ts";

/** The Python interpreter of the peers, and the packages that it has. */
export interface Python {
  readonly program: string;
  /** Versions by name; null where there is none. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** The root of its environment. */
  readonly prefix: string | undefined;
  /** Why a package cannot be used, by its name; without an entry it can. */
  readonly missing: Readonly<Record<string, string>>;
}

const PACKAGES = {
  torch: "PyTorch",
  scipy: "SciPy",
  cv2: "OpenCV (opencv-python-headless)",
} as const;

/**
 * Looks at the named Python, else at the `python3` on the PATH.
 *
 * @throws UserError when the named one is no Python.
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

/** Its versions and prefix, or what is wrong. */
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
