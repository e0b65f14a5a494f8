/** Environment variables for the number of threads of a BLAS. */
const VARIABLES = [
  "OPENBLAS_NUM_THREADS",
  "MKL_NUM_THREADS",
  "OMP_NUM_THREADS",
  "BLIS_NUM_THREADS",
  "VECLIB_MAXIMUM_THREADS",
] as const;

/** Makes the environment of a process whose BLAS uses a given number of threads. */
export const blasThreads = (
  threads: number,
): Readonly<Record<string, string>> =>
  Object.fromEntries(VARIABLES.map((name) => [name, String(threads)]));
