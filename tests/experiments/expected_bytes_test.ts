import { assert, assertEquals } from "@std/assert";
import { csvParse } from "d3-dsv";
import { catalogue } from "#lib/experiments/catalogue.ts";
import { expectedBytes } from "#lib/experiments/expected_time.ts";
import { needs, projectFiles } from "../needs.ts";
import { projectRoot } from "../project_files.ts";

/** Estimates the largest memory of a run of an experiment, bytes. */
function bytesOf(id: string): number {
  const experiment = catalogue.find((listed) => listed.id === id);
  assert(experiment !== undefined, id);
  return expectedBytes(experiment);
}

Deno.test({
  ...needs(projectFiles),
  name: "no run of the study took more memory than is planned for it",
  async fn() {
    const costs = csvParse(
      await Deno.readTextFile(`${projectRoot}/study/costs.csv`),
    );
    const peaks = costs.filter(({ measure, high }) =>
      measure === "megabytes at most" && high !== ""
    );
    assert(peaks.length > 50, `${peaks.length} rows`);
    for (const { experiment, preset, high } of peaks) {
      const planned = bytesOf(experiment) / 1e6;
      assert(
        Number(high) <= planned,
        `${experiment}, ${preset}: ${high} MB, planned ${planned} MB`,
      );
    }
  },
});

Deno.test({
  ...needs(projectFiles),
  name: "docs/running.md states the memory that is planned per run",
  async fn() {
    const text = await Deno.readTextFile(`${projectRoot}/docs/running.md`);
    const [, mnist, cifar] =
      /\(([\d.]+)\s+GB\s+per\s+run\s+on\s+MNIST,\s+([\d.]+)\s+GB\s+on\s+CIFAR-10\)/
        .exec(text) ?? [];
    const gigabytes = (id: string) => (bytesOf(id) / 1e9).toFixed(1);
    assertEquals([mnist, cifar], [
      gigabytes("mnist-rotation-small"),
      gigabytes("cifar10-scaling"),
    ]);
  },
});
