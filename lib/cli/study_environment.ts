import { projectPath } from "./project_path.ts";
import type { EnvironmentPlan } from "./python_environment.ts";

/** The environment with Snakemake and its plug-ins for Slurm and Kubernetes. */
export const snakemakePlan = (): EnvironmentPlan => ({
  title: "Snakemake",
  oldest: [3, 11],
  folder: projectPath(".study-env"),
  requirements: projectPath("study/requirements.txt"),
});
