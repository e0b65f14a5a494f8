/** Code in a text that does not exist in the project, with the reason for it. */
export interface Exception {
  readonly form: RegExp;
  readonly reason: string;
}

export const exceptions: readonly Exception[] = [
  { form: /^[xy²]* ?∂[xy]$/, reason: "a term of a basis" },
  { form: /^\|cos\|$|^n² x n²$|^2 n$|^n x n$/, reason: "a formula" },
  { form: /^answer\/index\.html$/, reason: "below --out of the command above" },
  { form: /^flow-model\/$|^model\/$|^\.checkpoints\/$/, reason: "below --out" },
  { form: /^numpy\.savez\(/, reason: "a call in the reader's own Python" },
  { form: /^if$|^null$/, reason: "a word of the language" },
  { form: /^\.(?:ts|js|npy)$/, reason: "the end of a file's name" },
  { form: /^apt install |^du$/, reason: "a command of the system's" },
  { form: /^(?:-o )?flock$|^slurmdbd$/, reason: "a part of the system's" },
  {
    form: /^slurm-status-command: /,
    reason: "an option of Snakemake's plugin",
  },
  { form: /^"jsr:@std\/assert@1"$/, reason: "what may be put in its place" },
  { form: /^docker build -t /, reason: "a command of Docker's" },
  {
    form: /^"interrupt_mode": "message"$|^kernel\.json$/,
    reason: "Jupyter's, of a kernel",
  },
  { form: /^\.npmrc$|^NPM_CONFIG_REGISTRY$/, reason: "npm's" },
];

export const isException = (span: string): boolean =>
  exceptions.some(({ form }) => form.test(span));
