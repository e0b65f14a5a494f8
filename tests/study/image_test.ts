import { assert, assertEquals } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

const read = (path: string) => Deno.readTextFile(`${projectRoot}/${path}`);

Deno.test({
  ...needs(projectFiles),
  name: "the image has the README's Deno, files that are there, and no root",
  async fn() {
    const lines = (await read("Dockerfile")).split("\n");
    const [, wanted] = /deno@([\d.]+)/.exec(await read("README.md"))!;
    assert(lines.includes(`FROM denoland/deno:debian-${wanted}`));
    const copied = lines.filter((line) => line.startsWith("COPY"))
      .flatMap((line) =>
        line.split(" ").slice(1, -1).filter((word) => !word.startsWith("--"))
      );
    assert(copied.length > 3);
    const kept = (await read(".dockerignore")).split("\n");
    for (const path of copied) {
      assert(await Deno.stat(`${projectRoot}/${path}`) !== null, path);
      assert(kept.includes(`!${path}`), path);
    }
    const user = lines.findLast((line) => line.startsWith("USER"));
    assertEquals(user, "USER study");
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "the Kubernetes profile runs the image of this version",
  async fn() {
    const profile = await read("study/profiles/kubernetes/config.yaml");
    const image = `neural-symmetry-detection:${config.version}`;
    assert(profile.includes(`container-image: ${image}\n`));
    assert((await read("Dockerfile")).includes(`docker build -t ${image} .`));
  },
});
