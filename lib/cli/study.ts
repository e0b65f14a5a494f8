import { resolve } from "node:path";
import { inHeldFolder } from "../runtime/lock.ts";
import { UserError } from "../runtime/errors.ts";
import { ifThere } from "../runtime/read_if_there.ts";
import { checkPlan, planOf, type StudyPlan, writePlan } from "../study/plan.ts";
import { forgetFailures } from "../study/forget_failures.ts";
import { readStudy } from "../study/study.ts";
import { countEnds } from "../study/count_ends.ts";
import { main } from "./main.ts";
import { pythonEnvironment } from "./python_environment.ts";
import { projectPath } from "./project_path.ts";
import { snakemakePlan } from "./study_environment.ts";
import { studyHelp, type StudyOptions, studyOptions } from "./study_options.ts";

async function study(args: readonly string[]): Promise<number> {
  const options = studyOptions(args);
  if (options.help) {
    console.log(studyHelp);
    return 0;
  }
  if (options.setUp) {
    await pythonEnvironment(snakemakePlan(), console.log);
    return 0;
  }
  const plan = planOf(
    await readStudy(options.config ?? projectPath("study/config.yaml")),
  );
  const profile = await profileFolder(options.profile);
  const out = resolve(options.out);
  return await inHeldFolder(out, async () => {
    await checkPlan(out, plan);
    const python = await pythonEnvironment(snakemakePlan(), console.log);
    const engine = (path: string, ...more: readonly string[]) =>
      runEngine(python, [
        ...["--snakefile", projectPath("study/Snakefile")],
        ...["--directory", out, "--profile", profile],
        ...coresOf(options),
        ...more,
        // This command has locked the folder already. Snakemake's own lock would remain
        // after a kill.
        "--nolock",
        ...["--config", `plan=${path}`, `deno=${Deno.execPath()}`],
      ]);
    if (options.dryRun) {
      return await withPlan(
        plan,
        (path) => engine(path, "--dry-run", "--quiet", "rules"),
      );
    }
    const path = await writePlan(out, plan);
    if (options.retryFailed) {
      console.log(`failed before: ${await forgetFailures(out, plan)} cells`);
    }
    const code = await engine(path);
    const { done, failed, open } = await countEnds(out, plan);
    console.log(
      `${done} cells done, ${failed} failed, ${open} not at their end; deno task study:report says more`,
    );
    return failed + open === 0 ? code : 1;
  });
}

/** Calls a function with the path of a plan in a temporary folder, for a dry run. */
async function withPlan<T>(
  plan: StudyPlan,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: "study-" });
  try {
    return await work(await writePlan(folder, plan));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Snakemake's arguments for the number of cores, or of jobs if the cells run elsewhere.
 * By default all cores are used; on other machines the profile decides.
 */
function coresOf({ cores, profile }: StudyOptions): string[] {
  if (cores !== undefined) {
    return profile === "local"
      ? ["--cores", String(cores)]
      : ["--jobs", String(cores)];
  }
  return profile === "local" ? ["--cores", "all"] : [];
}

/** Folder of a profile: one of the project's by its name, or else a path. */
async function profileFolder(name: string): Promise<string> {
  const own = projectPath(`study/profiles/${name}`);
  for (const folder of /^[\w-]+$/.test(name) ? [own, name] : [name]) {
    const config = `${folder}/config.yaml`;
    const found = await ifThere(config, () => Deno.stat(config));
    if (found !== undefined) return resolve(folder);
  }
  throw new UserError(
    `--profile: expected local, slurm, kubernetes, or a folder with a config.yaml, found ${
      JSON.stringify(name)
    }`,
  );
}

/**
 * Runs Snakemake and returns its exit code. A signal that ends this command ends
 * Snakemake too.
 */
async function runEngine(
  python: string,
  args: readonly string[],
): Promise<number> {
  const engine = new Deno.Command(python, {
    args: ["-I", "-m", "snakemake", ...args],
    cwd: projectPath(),
    stdin: "null",
  }).spawn();
  // Ctrl-C in a terminal reaches both processes. SIGTERM and SIGHUP may reach this one
  // only.
  const stop = () => engine.kill("SIGTERM");
  const signals: readonly Deno.Signal[] = ["SIGTERM", "SIGHUP"];
  const ignore = () => {};
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  Deno.addSignalListener("SIGINT", ignore);
  const { code } = await engine.status;
  for (const signal of signals) Deno.removeSignalListener(signal, stop);
  Deno.removeSignalListener("SIGINT", ignore);
  return code;
}

if (import.meta.main) await main(study);
