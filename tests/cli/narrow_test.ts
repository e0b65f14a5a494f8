import { assertEquals, assertStringIncludes } from "@std/assert";
import config from "../../deno.json" with { type: "json" };
import { blasLibrary, foundBlas } from "../runtime/blas_need.ts";
import { type Need, needs, programs } from "../needs.ts";
import { runProgram } from "../programs.ts";
import { projectRoot } from "../project_files.ts";
import { testsInFolder } from "../tests_in_folder.ts";
import { assertUserError, reproduce } from "./reproduce_command.ts";

type Task = "reproduce" | "detect" | "make-pairs" | "study:report" | "lab";

/** The paths that a task may read and write, given its command line. */
async function grantedTo(
  task: Task,
  args: readonly string[],
  paths: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ read: string[]; write: string[] }> {
  const words = config.tasks[task].command.split(" ").slice(1);
  const { stdout, stderr } = await runProgram(Deno.execPath(), [
    ...[words[0], "--quiet", ...words.slice(1, -1)],
    ...["--preload=tests/cli/narrow_probe.ts", words.at(-1)!],
    ...[...args, "--paths", JSON.stringify(paths)],
  ], variables);
  assertEquals(stderr, "");
  return JSON.parse(stdout);
}

/** The options of `deno run` in a task, without its script. */
const optionsOf = (task: Task): string[] =>
  config.tasks[task].command.split(" ").slice(2, -1);

/** The result of narrowed_program.ts with a task's permissions. */
async function afterNarrowing(
  task: Task,
  ...args: readonly string[]
): Promise<unknown> {
  const { stdout, stderr } = await runProgram(Deno.execPath(), [
    ...["run", "--quiet", ...optionsOf(task)],
    ...["tests/cli/narrowed_program.ts", ...args],
  ]);
  assertEquals(stderr, "");
  return JSON.parse(stdout);
}

/** 1 + 2 + ... + 600, an exact product of float32 numbers. */
const PRODUCT = 180300;

for (const task of ["reproduce", "detect"] as const) {
  Deno.test({
    ...needs(programs, blasLibrary),
    name: `${task} calls the BLAS that was opened first, and opens no other`,
    async fn() {
      // Even the library that was found cannot be opened a second time.
      const library = /\(([^()]*)\)$/.exec(foundBlas!.description)![1];
      assertEquals(await afterNarrowing(task, library), {
        callsBlas: true,
        product: PRODUCT,
        opens: false,
      });
    },
  });
  Deno.test({
    ...needs(programs),
    name: `${task} --backend wasm opens no library at all`,
    async fn() {
      assertEquals(
        await afterNarrowing(task, "libm.so.6", "--backend", "wasm"),
        { callsBlas: false, product: PRODUCT, opens: false },
      );
    },
  });
}

const inFolder = testsInFolder(programs);

inFolder("reproduce --blas of no BLAS is one line", async (folder) => {
  const path = `${folder}/none.so`;
  const ended = await reproduce(["--blas", path, "--out", `${folder}/out`]);
  const line = assertUserError(ended);
  assertStringIncludes(
    line,
    `BLAS library ${path}: expected a shared library with cblas_sgemm`,
  );
  // The reason is the loader's, not a missing permission.
  assertEquals(line.includes("--allow-ffi"), false, line);
});

inFolder(
  "detect reads what is named, and writes where --out says",
  async (folder) => {
    const paths = {
      folder,
      pairs: `${folder}/pairs.npz`,
      other: `${folder}/other.npz`,
      basis: `${folder}/basis.json`,
      labels: `${folder}/labels.npy`,
      answer: `${folder}/new/answer/index.html`,
      beside: `${folder}/new/more`,
      project: `${projectRoot}/lib/mod.ts`,
      cache: `${projectRoot}/data/cache/file`,
    };
    const { pairs, basis, labels } = paths;
    assertEquals(
      await grantedTo(
        "detect",
        [
          pairs,
          ...[`--basis=${basis}`, "--labels", labels],
          ...["--out", `${folder}/new/answer`],
        ],
        paths,
      ),
      {
        read: [
          ...["pairs", "basis", "labels", "answer", "beside", "project"],
          "cache",
        ],
        // The folder `new` has to be made, and is removed again after a failure.
        write: ["answer", "beside", "cache"],
      },
    );
    assertEquals(
      await grantedTo("detect", [pairs], paths),
      { read: ["pairs", "project", "cache"], write: ["cache"] },
    );
  },
);

inFolder(
  "lab writes where --build says, and reads the project",
  async (folder) => {
    const paths = {
      folder,
      page: `${folder}/site/index.html`,
      beside: `${folder}/more`,
      project: `${projectRoot}/lib/mod.ts`,
      cache: `${projectRoot}/data/cache/file`,
    };
    const build = ["--build", `${folder}/site`];
    const temporary = { TMPDIR: folder };
    assertEquals(await grantedTo("lab", build, paths, temporary), {
      read: ["page", "project", "cache"],
      write: ["page", "cache"],
    });
    assertEquals(await grantedTo("lab", ["--port", "0"], paths, temporary), {
      read: ["project", "cache"],
      write: ["cache"],
    });
  },
);

inFolder("reproduce writes below its output only", async (folder) => {
  const paths = {
    folder,
    inside: `${folder}/mnist/metrics.json`,
    cifar: `${folder}-cifar/data_batch_1.bin`,
    results: `${projectRoot}/results/index.html`,
    project: `${projectRoot}/lib/mod.ts`,
  };
  assertEquals(
    await grantedTo(
      "reproduce",
      ["--out", folder, "--cifar", `${folder}-cifar`],
      paths,
    ),
    {
      read: ["folder", "inside", "cifar", "results", "project"],
      write: ["folder", "inside"],
    },
  );
  assertEquals(await grantedTo("reproduce", [], paths), {
    read: ["results", "project"],
    write: ["results"],
  });
});

inFolder(
  "a file, or a folder that is made whole, gets its name beside it",
  async (folder) => {
    const paths = {
      folder,
      images: `${folder}-images/1.png`,
      pairs: `${folder}/pairs.npz.1.part`,
      report: `${folder}/report.1.part`,
    };
    assertEquals(
      await grantedTo(
        "make-pairs",
        [`${folder}-images`, "--out", `${folder}/pairs.npz`],
        paths,
      ),
      {
        read: ["folder", "images", "pairs", "report"],
        write: ["folder", "pairs", "report"],
      },
    );
    assertEquals(
      await grantedTo("study:report", ["--in", folder], paths),
      {
        read: ["folder", "pairs", "report"],
        write: ["folder", "pairs", "report"],
      },
    );
  },
);

const guardedFolders: Need = {
  met: Deno.build.os === "linux",
  reason: `no folder known that Deno guards on ${Deno.build.os}`,
};

Deno.test({
  ...needs(programs, guardedFolders),
  name: "a folder of the system is no place to write: one line says so",
  async fn() {
    // Deno tells a program nothing of this path, even if all paths are granted.
    const ended = await reproduce(["--out", "/proc/none/out"]);
    const line = assertUserError(ended);
    assertStringIncludes(line, "/proc/none/out: expected to be able to write");
  },
});
