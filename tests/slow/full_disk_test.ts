import { assertEquals, assertStringIncludes } from "@std/assert";
import { memoryDisk, reproduceOnDisk } from "../cli/memory_disk.ts";
import { assertUserError } from "../cli/reproduce_command.ts";
import { needs } from "../needs.ts";

Deno.test({
  ...needs(memoryDisk),
  name:
    "a disk that fills up during a training: one line, and nothing half-written",
  async fn() {
    // While the program tries backends, system libraries may print complaints; so only
    // one.
    const run = [
      ...["--only", "mnist-rotation-small", "--budget", "quick"],
      ...["--backend", "wasm"],
    ];
    const ended = await reproduceOnDisk(
      "size=64m", // enough for a whole run, at first
      (disk) => [...run, "--out", `${disk}/results`],
      [
        "--allow-run",
        // Small images suffice to fill the disk.
        ...["--preload", "tests/torture/small_data.ts"],
        ...["--preload", "tests/slow/fill_disk.ts"],
        ...["--preload", "tests/slow/interrupt.ts"],
      ],
    );
    // All lines but those of the progress.
    const errors = ended.stderr.split("\n")
      .filter((line) =>
        line !== "" && !line.startsWith("mnist-rotation-small: ")
      );
    const line = assertUserError({
      ...ended,
      stderr: `${errors.join("\n")}\n`,
    });
    assertStringIncludes(line, `${ended.disk}/results/.checkpoints/`);
    assertStringIncludes(line, "No space left");
    // A slow machine also leaves earlier checkpoints.
    const whole = /-seed-0(\.previous)?\.npz$/;
    assertEquals(ended.files.filter((file) => !whole.test(file)), [
      `${ended.disk}/results/filler`,
    ]);
  },
});
