import { isThere, naming } from "./files.ts";
import { ifThere } from "./read_if_there.ts";

/** The ending of the temporary name of a file or folder that is not complete. */
const UNFINISHED =
  /\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.part(?<old>\.old)?$|^\.probe-[-\da-f]{36}\.part$/;

/**
 * Removes the unfinished files and folders of a killed process from a folder. An earlier
 * folder that was renamed gets its name back if no other folder has it.
 *
 * Only the process that writes to the folder may call this.
 *
 * @throws UserError if the folder cannot be read, or if an earlier folder cannot
 * get its name back
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const match = UNFINISHED.exec(name);
    if (match === null) continue;
    const path = `${folder}/${name}`;
    const whole = `${folder}/${name.slice(0, match.index)}`;
    if (match.groups?.old !== undefined && !await isThere(whole)) {
      await naming(whole, () => Deno.rename(path, whole));
    } else {
      // A leftover that cannot be removed only takes space.
      await Deno.remove(path, { recursive: true }).catch(() => {});
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await ifThere(
    folder,
    () => Array.fromAsync(Deno.readDir(folder)),
  );
  return (entries ?? []).map(({ name }) => name);
}
