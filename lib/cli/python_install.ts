import { UserError } from "../runtime/errors.ts";
import { lastLine, run } from "./programs.ts";

/** Location and content of a Python environment to be made. */
export interface PythonPlaces {
  /** Name of what it provides, for messages to the user. */
  readonly title: string;
  /** Oldest Python version that its packages support. */
  readonly oldest: PythonVersion;
  readonly folder: string;
  /** Path that the environment's Python will have. */
  readonly python: string;
  /** Path of the requirements file. */
  readonly requirements: string;
  /** Folder for files that are needed only during the installation. */
  readonly cache: string;
}

/** Major and minor version of Python. */
export type PythonVersion = readonly [major: number, minor: number];

/**
 * Makes a Python environment with uv.
 *
 * @returns Whether it was made. It was not if there is no uv or if uv fails, for
 * example because only pip is configured for the package index in use.
 */
export async function makeWithUv(places: PythonPlaces): Promise<boolean> {
  const { oldest, folder, python, requirements, cache } = places;
  const env = {
    UV_CACHE_DIR: `${cache}/uv`,
    // If uv has to fetch a Python, it belongs to this environment alone.
    UV_PYTHON_INSTALL_DIR: `${folder}/base`,
    UV_NO_PROGRESS: "1",
  };
  const uv = (...args: string[]) => run("uv", args, { env });
  const made = await uv(
    "venv",
    "--quiet",
    "--no-project",
    "--python",
    `>=${oldest.join(".")}`,
    "--allow-existing",
    folder,
  );
  if (made?.code !== 0) return false;
  const installed = await uv(
    "pip",
    "install",
    "--quiet",
    "--python",
    python,
    "--requirement",
    requirements,
  );
  return installed?.code === 0;
}

/**
 * Makes a Python environment with Python's own venv and pip.
 *
 * @throws UserError that says what to install, or that quotes pip's error.
 */
export async function makeWithPython(places: PythonPlaces): Promise<void> {
  const { title, folder, python, requirements } = places;
  const base = await findPython(places);
  const made = await run(base, ["-I", "-m", "venv", folder]);
  if (made?.code !== 0) {
    throw new UserError(
      `${base} -m venv: expected an environment in ${folder}, found: ${
        lastLine(made)
      }`,
    );
  }
  const installed = await run(python, [
    "-I",
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-input",
    "--no-cache-dir",
    "--disable-pip-version-check",
    "--requirement",
    requirements,
  ], { env: { PIP_USER: "0" } });
  if (installed?.code !== 0) {
    throw new UserError(
      `pip: expected to install ${title} from the Python package index, found: ${
        lastLine(installed)
      }`,
    );
  }
}

async function findPython({ title, oldest }: PythonPlaces): Promise<string> {
  const found: string[] = [];
  for (const name of ["python3", "python"]) {
    const answer = await run(name, [
      "-I",
      "-c",
      "import sys; print(*sys.version_info[:2])\ntry:\n import venv, ensurepip; print('venv')\nexcept ImportError: pass",
    ]);
    if (answer?.code !== 0) continue;
    const [major, minor, venv] = answer.stdout.trim().split(/\s+/);
    const isOld = Number(major) < oldest[0] ||
      Number(major) === oldest[0] && Number(minor) < oldest[1];
    if (!isOld && venv === "venv") return name;
    found.push(
      `${name} ${major}.${minor}${isOld ? "" : " without its venv module"}`,
    );
  }
  throw new UserError(
    `${title}: expected uv, or Python ${
      oldest.join(".")
    } or later with venv, found ${
      found.length === 0 ? "neither" : found.join(" and ")
    }; install one of them (Debian, Ubuntu: apt install python3-venv; macOS: brew install python; anywhere: https://docs.astral.sh/uv)`,
  );
}
