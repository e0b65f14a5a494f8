import { isThere } from "./files.ts";

/** How a name ends under which something is written before it is whole. */
const UNFINISHED =
  /\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.part(?<old>\.old)?$|^\.probe-[-\da-f]{36}\.part$/;

/**
 * Clears a folder of what a killed process was writing there: half a file or
 * folder goes; an earlier folder that had been put aside, and whose successor
 * did not come, gets its name back.
 *
 * To be called by the only process that writes there.
 */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const match = UNFINISHED.exec(name);
    if (match === null) continue;
    const path = `${folder}/${name}`;
    const whole = `${folder}/${name.slice(0, match.index)}`;
    if (match.groups?.old !== undefined && !await isThere(whole)) {
      await Deno.rename(path, whole).catch(() => {});
    } else {
      // What cannot be removed takes room, and stops nothing.
      await Deno.remove(path, { recursive: true }).catch(() => {});
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(folder));
    return entries.map(({ name }) => name);
  } catch {
    return [];
  }
}
