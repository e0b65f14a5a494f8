import { isWhole } from "#lib/cli/python_environment.ts";
import { snakemakePlan } from "#lib/cli/study_environment.ts";
import { type Need, needs, programs, temporaryFolder } from "../needs.ts";

/** The project's own Snakemake, as `deno task study` sets it up. */
export const engine: Need = {
  met: programs.met && temporaryFolder.met && await isWhole(snakemakePlan()),
  reason: "no Snakemake: deno task study --set-up",
};

export const needsEngine = needs(engine);
