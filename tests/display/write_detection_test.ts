import { assert, assertEquals, assertRejects } from "@std/assert";
import { decodeNpy } from "#lib/datasets/npy.ts";
import { readAnswer } from "#lib/detection/read_answer.ts";
import { writeDetection } from "#lib/display/write_detection.ts";
import { functionBasis } from "#lib/lie/basis.ts";
import { UserError } from "#lib/runtime/errors.ts";
import {
  detectionExample,
  nothingFound,
} from "../detection/detection_example.ts";
import { manyGeneratorsExample } from "../detection/many_generators_example.ts";
import { severalExample } from "../detection/several_example.ts";
import { needs, projectFiles, temporaryFolder } from "../needs.ts";
import { inTemporaryFolder, listBelow } from "../temporary_folder.ts";

const both = needs(projectFiles, temporaryFolder);

const FIGURES = [
  "coefficient-intervals",
  "field",
  "t-distribution",
  "worst-pairs",
].flatMap((name) => [`${name}.png`, `${name}.svg`]);
const ARRAYS = [
  "coefficients.npy",
  "pairs.npy",
  "t_network.npy",
  "t_refined.npy",
];
const WITHOUT_MODEL = [...FIGURES, ...ARRAYS, "generator.json", "index.html"]
  .toSorted();
const MODEL = [
  "flow-model",
  "flow-model/model.json",
  "flow-model/weights.bin",
];
const ALL = [...WITHOUT_MODEL, ...MODEL].toSorted();

Deno.test({
  ...both,
  name: "all files of a detection are written, and other files remain",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const out = `${folder}/deep/answer`;
      const detection = detectionExample();
      const paths = await writeDetection(out, detection, "deno task detect x");
      assertEquals(await listBelow(out), ALL);
      assertEquals(paths.at(-1), "index.html");

      const text = await Deno.readTextFile(`${out}/generator.json`);
      assertEquals(readAnswer(text, "file").held, detection.held);
      const array = async (name: string) =>
        decodeNpy(await Deno.readFile(`${out}/${name}`), name);
      const { t, networkT } = detection.held;
      assertEquals((await array("t_refined.npy")).values, t);
      assertEquals((await array("t_network.npy")).values, networkT);
      assertEquals(
        Array.from((await array("pairs.npy")).values),
        Array.from(detection.held.indices),
      );
      const { shape, values } = await array("coefficients.npy");
      assertEquals(shape, [12, 3]);
      const { value, low, high } = detection.coefficients[1];
      assertEquals(Array.from(values.slice(3, 6)), [value, low, high]);

      await Deno.writeTextFile(`${out}/notes.txt`, "mine");
      await Deno.writeTextFile(`${out}/flow-model/mine.txt`, "mine");
      await writeDetection(out, nothingFound(), "deno task detect x");
      assertEquals(
        await listBelow(out),
        [...WITHOUT_MODEL, "flow-model", "flow-model/mine.txt", "notes.txt"]
          .toSorted(),
      );
      await Deno.remove(`${out}/flow-model/mine.txt`);
      await writeDetection(out, nothingFound({ worst: 0 }), "x");
      assertEquals(
        await listBelow(out),
        [...WITHOUT_MODEL, "notes.txt"].toSorted()
          .filter((path) => !path.startsWith("worst-pairs")),
      );
    }),
});

Deno.test({
  ...both,
  name:
    "a basis of the user's own has no graph model, and the page says nothing of one",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const basis = functionBasis("own", [
        { component: "x", label: "sin y", value: (_x, y) => Math.sin(y) },
        { component: "y", label: "x ∂y", value: (x) => x },
      ]);
      const detection = detectionExample({
        basis,
        field: (x, y) => [Math.sin(y), x],
      });
      await writeDetection(folder, detection, "x");
      assertEquals(await listBelow(folder), WITHOUT_MODEL);
      const page = await Deno.readTextFile(`${folder}/index.html`);
      assert(!page.includes("loadGraphModel"));
    }),
});

Deno.test({
  ...both,
  name:
    "a folder that cannot be written is refused in one line, and nothing is left",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/file`, "");
      const below = await assertRejects(
        () => writeDetection(`${folder}/file/out`, detectionExample(), "x"),
        UserError,
        `${folder}/file/out: expected to be able to write there`,
      );
      assert(!below.message.includes("\n"));
      // The folder has the name of a file that must be written.
      await Deno.mkdir(`${folder}/out/generator.json/x`, { recursive: true });
      await assertRejects(
        () => writeDetection(`${folder}/out`, detectionExample(), "x"),
        UserError,
        `${folder}/out: expected to be able to write there`,
      );
      assertEquals(await listBelow(folder), [
        "file",
        "out",
        "out/generator.json",
        "out/generator.json/x",
      ]);
    }),
});

Deno.test({
  ...both,
  name: "figures of several generators replace those of one, and the reverse",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const drawn = async () =>
        (await listBelow(folder)).filter((path) => path.endsWith(".svg"));
      const one = FIGURES.filter((path) => path.endsWith(".svg"));
      // The files of an earlier detection of one generator.
      for (const path of FIGURES) {
        await Deno.writeTextFile(`${folder}/${path}`, "");
      }
      await writeDetection(folder, manyGeneratorsExample(), "x");
      assertEquals(await drawn(), [
        "coefficient-intervals.svg",
        "fields.svg",
        "generators-left.svg",
        "joint-parameters.svg",
        "worst-pairs.svg",
      ]);
      await writeDetection(folder, detectionExample(), "x");
      assertEquals(await drawn(), one);
    }),
});

Deno.test({
  ...both,
  name: "several generators are written, and the page says how to use them",
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const detection = severalExample();
      await writeDetection(folder, detection, "deno task detect x");
      const paths = await listBelow(folder);
      for (const path of MODEL) assert(paths.includes(path), path);
      const text = await Deno.readTextFile(`${folder}/generator.json`);
      const { several } = readAnswer(text, "file");
      assertEquals(several?.parameters, detection.several.parameters);
      const array = async (name: string) =>
        decodeNpy(await Deno.readFile(`${folder}/${name}`), name);
      const { parameters, generators } = detection.several;
      assertEquals(await array("t_refined.npy"), {
        shape: [detection.held.t.length, 3],
        values: parameters,
      });
      const { shape, values } = await array("coefficients.npy");
      assertEquals(shape, [3, 6, 3]);
      const { value, low, high } = generators[2].coefficients[4];
      assertEquals([...values.slice(48, 51)], [value, low, high]);
      const page = await Deno.readTextFile(`${folder}/index.html`);
      assert(page.includes("of shape (pairs, 3): t of the held-out pairs"));
      assert(page.includes("foundFlow(found)(image, [0.3, 0, 0]);"));
      assert(page.includes("t: [batch, 3], or one row for all"));
    }),
});
