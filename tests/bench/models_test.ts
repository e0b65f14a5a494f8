import { assert, assertEquals } from "@std/assert";
import { experimentById } from "#lib/experiments/catalogue.ts";
import { drawnImages } from "../../bench/drawn_images.ts";
import { benchModels, modelsToTime } from "../../bench/models.ts";
import { monomialOf } from "../../bench/monomials.ts";

for (const model of benchModels) {
  const { name, experiment: id, images, batches, headline } = model;
  Deno.test(`the entry ${name} can be timed, and has the headline's batch`, async () => {
    assert(batches.includes(headline));
    const experiment = experimentById(id);
    experiment.basis.terms.map(monomialOf);
    if (images === "own") return;
    assertEquals(drawnImages.imageSize, experiment.dataset.imageSize);
    const drawn = await drawnImages.load("test");
    const { count, height, width, channels, surroundings, pixels } = drawn;
    assertEquals(height * width * channels, drawnImages.imageSize);
    assertEquals(pixels.length, count * drawnImages.imageSize);
    assertEquals(surroundings, "unknown");
    assert(count >= Math.max(...batches), `${count} images`);
  });
}

Deno.test("the models have different names", () => {
  assertEquals(
    new Set(benchModels.map(({ name }) => name)).size,
    benchModels.length,
  );
});

Deno.test("a quick run times all models, at no larger batch than the headline's", () => {
  assertEquals(modelsToTime(false), benchModels);
  assertEquals(
    modelsToTime(true).map(({ name, batches }) => [name, ...batches]),
    [["mnist", 128, 512], ["cifar10", 512], ["mnist-taught", 128]],
  );
});
