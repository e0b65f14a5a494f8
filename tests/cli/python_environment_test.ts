import { assertEquals, assertRejects } from "@std/assert";
import { pythonEnvironment } from "#lib/cli/python_environment.ts";
import { UnreadableError } from "#lib/runtime/read_if_there.ts";
import { linkInCircle } from "../failing_reader.ts";
import { programs } from "../needs.ts";
import { listBelow } from "../temporary_folder.ts";
import { testsInFolder } from "../tests_in_folder.ts";

const inFolder = testsInFolder(programs);

inFolder(
  "an environment whose mark cannot be read is not removed and made anew",
  async (folder) => {
    await Deno.mkdir(`${folder}/python`);
    await Deno.writeTextFile(`${folder}/python/kept.txt`, "");
    await linkInCircle(`${folder}/complete.json`);
    const said: string[] = [];
    const plan = {
      title: "a test's environment",
      oldest: [3, 11] as const,
      folder,
      requirements: `${folder}/requirements.txt`,
    };
    await assertRejects(
      () => pythonEnvironment(plan, (line) => said.push(line)),
      UnreadableError,
      `${folder}/complete.json: expected to be able to read it, found ELOOP`,
    );
    assertEquals(said, []);
    assertEquals((await listBelow(folder)).includes("python/kept.txt"), true);
  },
);
