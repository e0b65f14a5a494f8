/** Tests that CI may skip if the machine lacks something they need. */
export interface Skip {
  /** Path from the project's root. */
  readonly file: string;
  /** Matches the names of the tests in that file. */
  readonly name: RegExp;
  /** Beginnings of the reasons that `needs` prints; one of them is enough. */
  readonly reasons: readonly string[];
}

const gpu = ["no GPU adapter"];
const administrator = ["a file's mode", "a folder's mode"];
const chromium = ["no browser of"];
const slurm = ["no slurmctld", "no slurmd", "no program munged", "Slurm's"];
const disk = ["this system does not let a test mount a disk"];

/** All tests that CI may skip. Any other skipped test is a failure. */
export const skips: readonly Skip[] = [
  {
    file: "tests/runtime/webgpu_test.ts",
    name: /^webgpu: /,
    reasons: gpu,
  },
  {
    file: "tests/training/webgpu_training_test.ts",
    name: /^training steps on WebGPU/,
    reasons: gpu,
  },
  {
    file: "tests/joined/experiments_test.ts",
    name: /^a run on WebGPU/,
    reasons: gpu,
  },
  {
    file: "tests/datasets/folder_stack_test.ts",
    name: /^folder: a file that may not be read/,
    reasons: administrator,
  },
  {
    file: "tests/runtime/files_test.ts",
    name: /^a read-only folder is named$/,
    reasons: administrator,
  },
  { file: "tests/cli/full_disk_test.ts", name: /./, reasons: disk },
  { file: "tests/slow/full_disk_test.ts", name: /./, reasons: disk },
  { file: "tests/slow/npm_test.ts", name: /a page/, reasons: chromium },
  { file: "tests/slow/lab_test.ts", name: /./, reasons: chromium },
  { file: "tests/slow/jupyterlab_test.ts", name: /./, reasons: chromium },
  { file: "tests/slow/slurm_test.ts", name: /./, reasons: slurm },
];
