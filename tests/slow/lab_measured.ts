/** Numbers that `docs/lab.md` tells, as `bench/lab.json` holds them. */
export interface LabMeasured {
  /** Size of the first load, gzipped, bytes. */
  readonly firstLoadBytes: number;
  /** From the drop of 1,000 pairs of 28 x 28 to the answer, seconds. */
  readonly thousandPairsSeconds: number;
  /** Largest error of an angle before the camera, degrees. */
  readonly cameraDegrees: number;
}

/** Bounds of these numbers; that of the time is for two idle cores. */
export const LAB_BOUNDS = {
  firstLoadBytes: 120_000,
  thousandPairsSeconds: 10,
  cameraDegrees: 0.2,
} as const;

/** Writes numbers into the file that the variable MEASURED names, if there is one. */
export async function noteMeasured(
  numbers: Partial<LabMeasured>,
): Promise<void> {
  const path = Deno.env.get("MEASURED");
  if (path === undefined) return;
  const earlier = await Deno.readTextFile(path).catch(() => "{}");
  const all = { ...JSON.parse(earlier), ...numbers };
  await Deno.writeTextFile(path, `${JSON.stringify(all, null, 2)}\n`);
}
