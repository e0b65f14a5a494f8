import type { TableRow } from "#lib/display/display.ts";
import type { KernelRow } from "./kernel_rows.ts";
import type { ProfileReply } from "./profile_job.ts";

/**
 * Makes a table of a profile: tfjs's kernels, this project's kernels, and the rest of
 * the step.
 */
export function profileRows(
  { kernels, beside, ms }: Pick<ProfileReply, "kernels" | "beside" | "ms">,
): TableRow[] {
  const share = (part: number) => `${(100 * part / ms).toFixed(1)} %`;
  const row = ({ name, calls, ms, bytes }: KernelRow): TableRow => ({
    kernel: name,
    calls,
    ms: ms.toFixed(2),
    share: share(ms),
    "results, MiB": (bytes / 2 ** 20).toFixed(2),
  });
  const sum = (rows: readonly KernelRow[]) =>
    rows.reduce((total, row) => total + row.ms, 0);
  const only = (kernel: string, ms: number): TableRow => ({
    ...{ kernel, calls: "", ms: ms.toFixed(2) },
    ...{ share: share(ms), "results, MiB": "" },
  });
  return [
    ...kernels.map(row),
    only("kernels of tfjs together", sum(kernels)),
    ...beside.map((part) => ({ ...row(part), "results, MiB": "" })),
    only("remainder", ms - sum(kernels) - sum(beside)),
    only("step", ms),
  ];
}
