/**
 * Runs a command while a new file system in memory lies over a folder:
 * `deno run --allow-run=unshare mount_and_run.ts OPTIONS FOLDER COMMAND...`.
 *
 * The command alone sees the file system, which is gone with it; Linux gives
 * such a view to any user, where that is not turned off. After the command's
 * own words, standard output has one line for each file on it.
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
