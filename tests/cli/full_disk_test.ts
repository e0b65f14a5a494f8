import { assertEquals, assertStringIncludes } from "@std/assert";
import { needs } from "../needs.ts";
import { memoryDisk, reproduceOnDisk } from "./memory_disk.ts";
import { assertUserError } from "./reproduce_command.ts";

const disks = [
  { what: "a full disk", options: "size=256k", says: "No space left" },
  { what: "a read-only disk", options: "ro", says: "Read-only file system" },
];

for (const { what, options, says } of disks) {
  Deno.test({
    ...needs(memoryDisk),
    name: `reproduce on ${what}: one line at once, and nothing is left`,
    async fn() {
      const ended = await reproduceOnDisk(
        options,
        (disk) => ["--out", `${disk}/results`],
      );
      const line = assertUserError(ended);
      const path = `${ended.disk}/results`;
      assertStringIncludes(line, `${path}: expected to be able to write there`);
      assertStringIncludes(line, says);
      assertEquals(ended.files, []);
      assertEquals(ended.stdout, "");
    },
  });
}
