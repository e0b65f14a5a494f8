import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
} from "@std/assert";
import { zipSync } from "fflate";
import { needs, programs, projectFiles, temporaryFolder } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { inTemporaryFolder } from "../temporary_folder.ts";
import { browser, chromium } from "./chromium_need.ts";
import {
  asJpeg,
  asPng,
  FILM_FRAMES,
  filmAngle,
  npyOf,
  npysOf,
  npzOf,
  picturesOf,
  turnedDrawings,
  turningFilm,
  turningGif,
  writeBelow,
} from "./lab_data.ts";
import { LAB_BOUNDS, noteMeasured } from "./lab_measured.ts";
import type { FileStep, labScenarios } from "./lab_scenarios.ts";

type Scenarios = typeof labScenarios;

/** Serves the page while it is used. */
async function withLab<Value>(
  use: (url: string) => Promise<Value>,
): Promise<Value> {
  const server = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "lab"],
    cwd: projectRoot,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const errors = new Response(server.stderr).text();
  let said = "";
  const address = Promise.withResolvers<string>();
  const reading = server.stdout.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({
      write(part) {
        said += part;
        const [url] = said.match(/http:\/\/127\.0\.0\.1:\d+\//) ?? [];
        if (url !== undefined) address.resolve(url);
      },
    }),
  ).then(async () => address.reject(new Error(said + await errors)));
  try {
    return await use(await address.promise);
  } finally {
    server.kill("SIGINT");
    const { code } = await server.status;
    await Promise.allSettled([reading, address.promise]);
    assertEquals([code, await errors], [130, ""]);
  }
}

/** Runs one scenario in the browser, and checks that the page had nothing to complain of. */
async function seenIn<Name extends keyof Scenarios>(
  url: string,
  name: Name,
  given: Parameters<Scenarios[Name]["run"]>[2],
): Promise<Awaited<ReturnType<Scenarios[Name]["run"]>>> {
  const { code, stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--quiet", "--allow-all", "tests/slow/lab_program.ts"],
    ...[browser!, url, name, JSON.stringify(given)],
  ]);
  assertEquals(code, 0, stderr);
  const seen = JSON.parse(stdout);
  assertEquals([seen.complaints, seen.foreign], [[], []]);
  return seen;
}

const all = [projectFiles, temporaryFolder, programs, chromium];

function labTest(name: string, fn: (url: string) => Promise<void>): void {
  Deno.test({ ...needs(...all), name: `lab: ${name}`, fn: () => withLab(fn) });
}

labTest("the first load is at most 120 KB gzipped", async (url) => {
  const { loaded } = await seenIn(url, "firstLoad", null);
  const bytes = Object.values(loaded).reduce((sum, size) => sum + size, 0);
  console.log(`first load: ${bytes} bytes gzipped`, loaded);
  await noteMeasured({ firstLoadBytes: bytes });
  assert("worker.js" in loaded && "page.js" in loaded && "lab.css" in loaded);
  assert(bytes <= LAB_BOUNDS.firstLoadBytes, `${bytes}`);
});

labTest("each built-in set has its answer", async (url) => {
  const { answers } = await seenIn(url, "sets", ["1", "2", "3", "4", "5"]);
  console.log(answers.map(({ seconds }) => seconds));
  const headlines = [
    /^Found: rotation about \(0\.2\d, [-−]0\.1\d\)/,
    /^Found: translation along x/,
    /^Found: scaling about \([-−]0\.1\d, 0\.1\d\)/,
    /^Found, three generators: .*rigid motions/,
    /^No common generator/,
  ];
  assertEquals(answers.map(({ error }) => error), headlines.map(() => ""));
  headlines.forEach((expected, i) =>
    assertMatch(answers[i].headline, expected)
  );
  assert(
    answers.every(({ truth }) => truth.startsWith("How the set was made")),
  );
});

labTest(
  "1,000 pairs of 28 x 28 are answered, and the seconds from the drop are told",
  (url) =>
    inTemporaryFolder(async (folder) => {
      const path = `${folder}/thousand.npz`;
      await Deno.writeFile(path, npzOf(turnedDrawings(1000)));
      const { answers } = await seenIn(url, "files", [
        { how: "choose", paths: [path] },
      ]);
      const [{ headline, seconds }] = answers;
      console.log(`1,000 pairs: ${seconds} s`);
      await noteMeasured({ thousandPairsSeconds: seconds });
      assertMatch(headline, /^Found: rotation about/);
    }),
);

labTest(
  "networks are trained on request, with a live plot",
  (url) =>
    inTemporaryFolder(async (folder) => {
      const path = `${folder}/sixty.npz`;
      await Deno.writeFile(path, npzOf(turnedDrawings(60)));
      const screenshots = Deno.env.get("SCREENSHOTS") ?? folder;
      const seen = await seenIn(url, "networks", { path, screenshots });
      assertEquals(seen.answer.error, "");
      assertMatch(seen.notes, /WebAssembly, .*1 thread|WebGPU/);
      for (const network of [1, 2, 3]) {
        const own = seen.plots.filter((text) =>
          text.startsWith(`Network ${network}. `)
        );
        assert(own.length >= 2, `${own}`);
      }
      const { methods, held } = JSON.parse(seen.saved);
      const names = methods.map(({ method }: { method: string }) => method);
      assert(
        names.includes("network alone") && names.includes("the paper's preset"),
        `${names}`,
      );
      assert(held.network.every(Number.isFinite));
      // TensorFlow.js is loaded only then.
      const loaded = Object.keys(seen.loaded);
      assert(!loaded.some((name) => /networks|wasm/.test(name)), `${loaded}`);
    }),
);

/** The answer of the command line. */
async function detected(...given: readonly string[]) {
  const { stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["task", "--quiet", "detect", ...given, "--json"],
  ]);
  assert(stdout !== "", stderr);
  return JSON.parse(stdout);
}

const isOdd = (_: unknown, i: number): number => i % 2;

/** All numbers and texts of two answers agree, apart from names of files and times. */
function assertSameAnswer(found: unknown, expected: unknown, place = ""): void {
  if (/\.(name|seconds)$/.test(place) && !/generator|description/.test(place)) {
    return;
  }
  if (typeof expected === "number" && typeof found === "number") {
    return assertAlmostEquals(found, expected, 1e-6, place);
  }
  if (typeof expected !== "object" || expected === null) {
    return assertEquals(found, expected, place);
  }
  assertEquals(Object.keys(found as object), Object.keys(expected), place);
  for (const [key, value] of Object.entries(expected)) {
    assertSameAnswer(
      (found as Record<string, unknown>)[key],
      value,
      `${place}.${key}`,
    );
  }
}

labTest(
  "files of every kind give what the command line gives",
  (url) =>
    inTemporaryFolder(async (folder) => {
      const pairs = turnedDrawings(100);
      await writeBelow(folder, {
        "pairs.npz": npzOf(pairs),
        ...npysOf(pairs),
        ...picturesOf(pairs, ["both/x0", "both/xt"], asPng, "png"),
        ...picturesOf(pairs, ["a/before", "a/later"], asJpeg, "jpg"),
        "pictures.zip": zipSync(picturesOf(pairs, ["x0", "xt"], asPng, "png")),
        "turning.gif": turningGif(72, 24),
      });
      const below = (...names: string[]) =>
        names.map((name) => `${folder}/${name}`);
      const save = "generator.json";
      const steps: FileStep[] = [
        { how: "choose", paths: below("pairs.npz"), save },
        { how: "drop", paths: below("pairs.npz"), save },
        { how: "choose", paths: below("x0.npy", "xt.npy"), save },
        { how: "choose folder", paths: below("both"), save },
        { how: "choose", paths: below("pictures.zip"), save },
        { how: "drop", paths: below("a/before", "a/later"), save },
        { how: "choose", paths: below("turning.gif"), save },
      ];
      const { answers } = await seenIn(url, "files", steps);
      assertEquals(answers.map(({ error }) => error), steps.map(() => ""));
      for (const { headline } of answers) {
        assertMatch(headline, /^Found: rotation about/);
      }
      const saved = answers.map(({ saved }) => JSON.parse(saved));

      const ofArchive = await detected(...below("pairs.npz"));
      for (const i of [0, 1, 2]) assertSameAnswer(saved[i], ofArchive);
      const ofFolder = await detected(...below("both"));
      for (const i of [3, 4]) assertSameAnswer(saved[i], ofFolder);
      const ofGif = await detected(...below("turning.gif"));
      ofGif.source.notes = saved[6].source.notes;
      assertSameAnswer(saved[6], ofGif);
      assertEquals(saved[5].source.notes, [
        "your files: the folder before is read as x0, the folder later as xt",
      ]);
    }),
);

labTest(
  "labels and a basis of one's own give what the command line gives",
  (url) =>
    inTemporaryFolder(async (folder) => {
      const pairs = turnedDrawings(100);
      const term = (label: string, component: string, powers: number[]) => ({
        ...{ label, component, powers },
      });
      const basis = {
        name: "affine, and one more",
        terms: [
          ...[term("1 ∂x", "x", [0, 0]), term("1 ∂y", "y", [0, 0])],
          ...[term("x ∂x", "x", [1, 0]), term("y ∂x", "x", [0, 1])],
          ...[term("x ∂y", "y", [1, 0]), term("y ∂y", "y", [0, 1])],
          term("x² ∂y", "y", [2, 0]),
        ],
      };
      const text = new TextEncoder();
      await writeBelow(folder, {
        "pairs.npz": npzOf(pairs),
        "labels.npy": npyOf([100], Float32Array.from({ length: 100 }, isOdd)),
        "few.npy": npyOf([99], Float32Array.from({ length: 99 }, isOdd)),
        "basis.json": text.encode(JSON.stringify(basis)),
        "no_basis.json": text.encode('{"name": "none", "terms": []}'),
      });
      const [labels, few, own, none] = [
        ...["labels.npy", "few.npy", "basis.json", "no_basis.json"],
      ].map((name) => `${folder}/${name}`);
      const paths = [`${folder}/pairs.npz`];
      const step = (
        options: FileStep["options"],
        save?: string,
      ): FileStep => ({ how: "choose", paths, options, save });
      const { answers } = await seenIn(url, "files", [
        step({ labels, basis: own }, "generator.json"),
        step({ labels: few }),
        step({ basis: none }),
      ]);
      assertEquals(answers[0].error, "");
      assertEquals(
        answers.slice(1).map(({ error }) => error),
        [
          "few.npy: expected 100 labels, one per image, found 99",
          "no_basis.json: terms: expected at least one term, found []",
        ],
      );
      const saved = JSON.parse(answers[0].saved);
      assertEquals(saved.basis.name, basis.name);
      assertEquals(saved.labels.length, 1);
      const [path] = paths;
      const options = ["--labels", labels, "--basis", own];
      assertSameAnswer(saved, await detected(path, ...options));
    }),
);

labTest(
  "hostile and damaged files are refused in a line",
  (url) =>
    inTemporaryFolder(async (folder) => {
      const hostile = '"><img src=x onerror=alert(1)>.npz';
      await writeBelow(folder, {
        [hostile]: new TextEncoder().encode("no archive"),
        ["__proto__"]: npzOf(turnedDrawings(60)),
        "cut.npz": npzOf(turnedDrawings(60)).subarray(0, 5000),
        "outside.zip": zipSync({ "../../outside.png": new Uint8Array(9) }),
      });
      using large = await Deno.open(`${folder}/large.npz`, {
        write: true,
        create: true,
      });
      await large.truncate(200 * 2 ** 20);
      const step = (name: string): FileStep => ({
        how: "choose",
        paths: [`${folder}/${name}`],
      });
      const { answers, injected } = await seenIn(url, "files", [
        ...[hostile, "__proto__", "cut.npz", "outside.zip", "large.npz"].map(
          step,
        ),
      ]);
      const [first, second, cut, outside, tooLarge] = answers;
      assert(first.error.startsWith(hostile), first.error);
      assertEquals(injected, 0);
      assertMatch(second.headline, /^Found: rotation/);
      assertMatch(
        cut.error,
        /^cut\.npz.*: expected a whole \.npz archive, found/,
      );
      assertMatch(
        outside.error,
        /^outside\.zip: expected .*\.\.\/outside\.png/,
      );
      assertEquals(
        tooLarge.error,
        "large.npz: expected at most 128 MiB in the browser, found 200 MiB; deno task detect reads larger files",
      );
    }),
);

labTest(
  "a stop in the middle stops, and another answer follows",
  async (url) => {
    const { stopped, after } = await seenIn(url, "stop", null);
    assertEquals(stopped.error, "Stopped. Nothing was found.");
    assertMatch(after.headline, /^Found: translation/);
  },
);

for (
  const looks of [
    { width: 1200, height: 900, colorScheme: "light", set: "1" },
    { width: 390, height: 844, colorScheme: "dark", set: "4" },
  ] as const
) {
  labTest(
    `the keyboard is enough, at ${looks.width} pixels, ${looks.colorScheme}; axe-core objects to nothing`,
    (url) =>
      inTemporaryFolder(async (folder) => {
        const screenshots = Deno.env.get("SCREENSHOTS") ?? folder;
        const seen = await seenIn(url, "looks", { ...looks, screenshots });
        assertEquals(seen.answer.error, "");
        assertEquals(seen.focus, "answer");
        assertEquals(seen.sliders.length, looks.set === "4" ? 3 : 1);
        for (const [before, after] of seen.sliders) assert(before !== after);
        assertEquals(seen.linked.headline, seen.answer.headline);
        assertEquals([seen.faultsBefore, seen.faultsAfter], [[], []]);
        assert(seen.tooWide <= 0, `${seen.tooWide} pixels too wide`);
        assertEquals(seen.hasSharedMemory, false);
      }),
  );
}

/** Differences of the film's angle between the frames of pairs, degrees. */
const turnsFrom = (first: number, pairs: readonly number[]): number[] =>
  pairs.map((pair) => {
    const [before, after] = [0, 1].map((step) =>
      filmAngle((first + pair + step) % FILM_FRAMES)
    );
    return (after - before) * 180 / Math.PI;
  });

labTest(
  "24 frames of a camera give the angle to 0.2 degrees",
  (url) =>
    inTemporaryFolder(async (folder) => {
      const film = `${folder}/film.y4m`;
      await Deno.writeFile(film, turningFilm(320, 240));
      const { answer, saved } = await seenIn(url, "camera", { film });
      assertEquals(answer.error, "");
      assertMatch(answer.headline, /^Found: rotation about/);
      const { held, description, source } = JSON.parse(saved);
      assertEquals(description.parameter.unit, "degrees");
      assertEquals(source.count, 23);
      const angles: number[] = held.refined
        .map((t: number) => description.parameter.rate * t);
      assert(angles.length >= 5);
      // The film runs already when the first frame is taken.
      const errors = Array.from({ length: FILM_FRAMES }, (_, first) => {
        const turns = turnsFrom(first, held.pairs);
        return Math.max(...turns.map((turn, i) => Math.abs(turn - angles[i])));
      });
      const error = Math.min(...errors);
      console.log(`camera: ${answer.seconds} s, ${error} degrees off`, angles);
      await noteMeasured({ cameraDegrees: error });
      assert(error <= LAB_BOUNDS.cameraDegrees, `${error} degrees`);
    }),
);

labTest(
  "a video file gives a rotation, a damaged one a line",
  (url) =>
    inTemporaryFolder(async (folder) => {
      const [path, damaged] = [
        `${folder}/turning.webm`,
        `${folder}/damaged.webm`,
      ];
      await Deno.writeFile(damaged, new Uint8Array(1000));
      const seen = await seenIn(url, "video", { path, damaged });
      assertEquals(seen.answer.error, "");
      assertMatch(
        seen.answer.headline,
        /^Found: rotation about \([-−]?0\.0\d, [-−]?0\.0\d\)/,
      );
      assertMatch(
        seen.damaged.error,
        /^damaged\.webm: expected a video that this browser plays, found: /,
      );
    }),
);
