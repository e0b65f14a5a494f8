import { fileURLToPath } from "node:url";
import type { EnvironmentPlan } from "./python_environment.ts";

const here = (path: string): string =>
  fileURLToPath(new URL(path, import.meta.url)).replace(/[\\/]$/, "");

/** The project's folder. */
export const projectFolder: string = here("../..");

/** The folder of the engine's files. */
export const studyFolder: string = here("../../study");

/** Snakemake, with what hands cells to Slurm and Kubernetes. */
export const snakemake: EnvironmentPlan = {
  title: "Snakemake",
  oldest: [3, 11],
  folder: here("../../.study-env"),
  requirements: `${studyFolder}/requirements.txt`,
};
