/** Parent of temporary folders. git ignores it, and the task may write there. */
const PLACE = "results";

/** Signals that end a run early, with the exit code that shells give them. */
const ENDINGS = Deno.build.os === "windows"
  ? [["SIGINT", 130]] as const
  : [["SIGINT", 130], ["SIGTERM", 143]] as const;

/**
 * Makes a new folder, and removes it in any case.
 *
 * @param work Its signal is aborted when the user ends the run early.
 */
export async function inTemporaryFolder(
  work: (folder: string, ending: AbortSignal) => Promise<void>,
): Promise<void> {
  await Deno.mkdir(PLACE, { recursive: true });
  const folder = await Deno.makeTempDir({ dir: PLACE, prefix: ".bench-" });
  const remove = () => Deno.removeSync(folder, { recursive: true });
  const ending = new AbortController();
  for (const [signal, code] of ENDINGS) {
    Deno.addSignalListener(signal, () => {
      // The peers end by themselves when their input ends.
      ending.abort();
      remove();
      Deno.exit(code);
    });
  }
  try {
    await work(folder, ending.signal);
  } finally {
    remove();
  }
}
