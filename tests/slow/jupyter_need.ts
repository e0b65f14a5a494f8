import { existingEnvironment } from "#lib/cli/notebook_environment.ts";
import {
  type Need,
  programs,
  projectFiles,
  temporaryFolder,
} from "../needs.ts";

const granted = [projectFiles, temporaryFolder, programs];

/**
 * The project's own Jupyter, if it is set up and the permissions allow a look at it.
 */
export const environment = granted.every(({ met }) => met)
  ? await existingEnvironment()
  : undefined;

/** Needs of a test that runs the project's own Jupyter. */
export const jupyter: readonly Need[] = [...granted, {
  met: environment !== undefined,
  reason: "no Jupyter of the project's own (deno task notebook --set-up)",
}];
