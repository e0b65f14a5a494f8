import { assertEquals } from "@std/assert";
import { needs, projectFiles } from "../needs.ts";
import { documents } from "./documents.ts";
import { faultsOf } from "./faults.ts";
import { knownOfProject } from "./known.ts";

const [texts, known] = projectFiles.met
  ? await Promise.all([documents(), knownOfProject()])
  : [[], undefined];

for (const text of texts) {
  Deno.test({
    ...needs(projectFiles),
    name: `${text.path} names only what exists`,
    async fn() {
      assertEquals(await faultsOf(text, known!, texts), []);
    },
  });
}
