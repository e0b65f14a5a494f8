/** Variables that tell a BLAS its number of threads, by the library that reads them. */
const VARIABLES = [
  "OPENBLAS_NUM_THREADS",
  "MKL_NUM_THREADS",
  "OMP_NUM_THREADS",
  "BLIS_NUM_THREADS",
  "VECLIB_MAXIMUM_THREADS",
] as const;

/** The environment of a process whose BLAS is to compute on so many threads. */
export const blasThreads = (
  threads: number,
): Readonly<Record<string, string>> =>
  Object.fromEntries(VARIABLES.map((name) => [name, String(threads)]));
