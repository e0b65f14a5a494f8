/**
 * Runs a command with a new file system in memory mounted over a folder:
 * `deno run --allow-run=unshare mount_and_run.ts OPTIONS FOLDER COMMAND...`.
 *
 * Only the command sees the file system, which ends with it. Linux allows any user such
 * a mount namespace, unless that is turned off. After the command's own output,
 * standard output has one line for each file on it.
 */
const SCRIPT = `
mount -t tmpfs -o "$1" none "$2" || exit 125
folder=$2
shift 2
"$@"
code=$?
find "$folder" -type f -exec echo "left behind: {}" ";"
exit $code
`;

if (import.meta.main) {
  const { code } = await new Deno.Command("unshare", {
    args: ["--map-root-user", "--mount", "sh", "-c", SCRIPT, "sh"]
      .concat(Deno.args),
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  Deno.exit(code);
}
