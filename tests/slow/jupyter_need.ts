import { existingEnvironment } from "#lib/cli/notebook_environment.ts";
import {
  type Need,
  programs,
  projectFiles,
  temporaryFolder,
} from "../needs.ts";

const granted = [projectFiles, temporaryFolder, programs];

/** The project's own Jupyter, if it is set up and may be looked for. */
export const environment = granted.every(({ met }) => met)
  ? await existingEnvironment()
  : undefined;

/** What a test needs that runs it. */
export const jupyter: readonly Need[] = [...granted, {
  met: environment !== undefined,
  reason: "no Jupyter of the project's own (deno task notebook --set-up)",
}];
