import { assertEquals } from "@std/assert";
import config from "../deno.json" with { type: "json" };
import { needs, projectFiles } from "./needs.ts";
import { filesBelow, projectRoot } from "./project_files.ts";

const joined = projectFiles.met
  ? (await filesBelow("tests/joined")).filter((path) =>
    path.endsWith("_test.ts")
  )
  : [];
const folders = joined.map((path) =>
  path.replace("tests/joined/", "tests/").replace("_test.ts", "")
);

for (const task of ["test", "test:all"] as const) {
  Deno.test({
    ...needs(projectFiles),
    name: `deno task ${task} leaves out the joined folders, and no other tests`,
    fn() {
      const [, ignored] = config.tasks[task].command.match(/--ignore=(\S+)/)!;
      const left = ignored.split(",").filter((path) =>
        path.startsWith("tests/") && path !== "tests/slow"
      );
      assertEquals(left, folders);
    },
  });
}

Deno.test({
  ...needs(projectFiles),
  name: "every joined folder has tests, and its file joins it",
  async fn() {
    for (const [i, path] of joined.entries()) {
      const [, , name] = (await Deno.readTextFile(`${projectRoot}/${path}`))
        .match(/^(await joinTests\("(\w+)"\);)$/m)!;
      assertEquals(`tests/${name}`, folders[i]);
      const files = await filesBelow(folders[i]);
      assertEquals(files.some((file) => file.endsWith("_test.ts")), true, path);
    }
  },
});
