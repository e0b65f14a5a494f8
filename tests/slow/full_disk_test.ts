import { assertEquals, assertStringIncludes } from "@std/assert";
import { memoryDisk, reproduceOnDisk } from "../cli/memory_disk.ts";
import { assertUserError } from "../cli/reproduce_command.ts";
import { needs } from "../needs.ts";

Deno.test({
  ...needs(memoryDisk),
  name:
    "a disk that fills up during a training: one line, and nothing half-written",
  async fn() {
    // One backend: looking for others, a system's own libraries may complain.
    const run = [
      ...["--only", "mnist-rotation-small", "--budget", "quick"],
      ...["--backend", "wasm"],
    ];
    const ended = await reproduceOnDisk(
      "size=64m", // enough for a whole run, at first
      (disk) => [...run, "--out", `${disk}/results`],
      [
        "--allow-run",
        // The disk is as full for small images.
        ...["--preload", "tests/torture/small_data.ts"],
        ...["--preload", "tests/slow/fill_disk.ts"],
        ...["--preload", "tests/slow/interrupt.ts"],
      ],
    );
    // Progress aside.
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
    // And, on a slow machine, the checkpoints of before.
    const whole = /-seed-0(\.previous)?\.npz$/;
    assertEquals(ended.files.filter((file) => !whole.test(file)), [
      `${ended.disk}/results/filler`,
    ]);
  },
});
