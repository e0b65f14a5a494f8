import { UserError } from "./errors.ts";
import { blasCandidates } from "./blas_candidates.ts";
import type { MatrixProduct, ProductEngine } from "./direct.ts";

// Constants of the CBLAS interface (netlib, cblas.h).
const ROW_MAJOR = 101;
const NO_TRANSPOSE = 111;
const TRANSPOSE = 112;

// void cblas_sgemm(layout, transA, transB, m, n, k, alpha, A, lda, B, ldb, beta, C, ldc)
const SGEMM = {
  parameters: [
    ...["i32", "i32", "i32", "i32", "i32", "i32"] as const,
    "f32",
    "buffer",
    "i32",
    "buffer",
    "i32",
    "f32",
    "buffer",
    "i32",
  ],
  result: "void",
} as const;

const OPTIONAL = {
  config: { parameters: [], result: "pointer", optional: true },
  threads: { parameters: [], result: "i32", optional: true },
} as const;

/** Names of the same function in builds that prefix their symbols. */
const PREFIXES = ["", "scipy_"] as const;

/**
 * Opens a BLAS library and wraps its `cblas_sgemm`.
 *
 * @param path A file, or a bare library name for the system's loader.
 * @throws UserError if it cannot be loaded, has no `cblas_sgemm`, or computes a wrong
 * product (a library with 64-bit integers, for example).
 */
export function openBlas(path: string): ProductEngine {
  const library = openLibrary(path);
  const product = wrap(library.sgemm);
  if (!multipliesCorrectly(product)) {
    throw new UserError(
      `BLAS library ${path}: expected a correct cblas_sgemm with 32-bit integers, found a wrong product`,
    );
  }
  const threads = library.threads?.() ?? navigator.hardwareConcurrency;
  const name = library.config === undefined
    ? "BLAS"
    : nameOf(library.config() ?? null);
  return {
    description: `${name}, ${threads} threads (${path})`,
    threads,
    product,
  };
}

/** The result of {@link findBlasEarly}, and its path. */
let early: {
  readonly path: string | undefined;
  readonly found: ProductEngine | UserError | null;
} | undefined;

/**
 * Finds the BLAS before the process gives up its permission for foreign functions,
 * because an open library can be called without it. Later calls of {@link findBlas} with
 * the same path return, or throw, this result.
 */
export function findBlasEarly(path?: string): void {
  early = { path, found: foundOrError(path) };
}

function foundOrError(path?: string): ProductEngine | UserError | null {
  try {
    return findBlas(path);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

/**
 * Finds a BLAS at the given path, or else at the usual places.
 *
 * @returns `null` if no path was given and none of the usual libraries opens, or if the
 * process has no permission for foreign functions.
 * @throws UserError if a path was given and is not a usable BLAS.
 */
export function findBlas(path?: string): ProductEngine | null {
  if (early !== undefined && early.path === path) {
    if (early.found instanceof UserError) throw early.found;
    return early.found;
  }
  if (path !== undefined) return openBlas(path);
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") {
    return null;
  }
  for (const candidate of blasCandidates()) {
    try {
      return openBlas(candidate);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return null;
}

type Sgemm = (...values: (number | Float32Array<ArrayBuffer>)[]) => void;

interface Library {
  readonly sgemm: Sgemm;
  readonly config?: () => Deno.PointerValue;
  readonly threads?: () => number;
}

function openLibrary(path: string): Library {
  let reason = "no symbol cblas_sgemm";
  for (const prefix of PREFIXES) {
    try {
      const { symbols } = Deno.dlopen(path, {
        sgemm: { name: `${prefix}cblas_sgemm`, ...SGEMM },
        config: { name: `${prefix}openblas_get_config`, ...OPTIONAL.config },
        threads: {
          name: `${prefix}openblas_get_num_threads`,
          ...OPTIONAL.threads,
        },
      });
      return {
        sgemm: symbols.sgemm as unknown as Sgemm,
        config: symbols.config ?? undefined,
        threads: symbols.threads ?? undefined,
      };
    } catch (error) {
      const message = (error as Error).message.split("\n")[0];
      const inLibrary = /^Failed to register symbol/i.test(message);
      if (!inLibrary) {
        reason = message.replace(/^(Could not open library: )+/, "");
      }
    }
  }
  throw new UserError(
    `BLAS library ${path}: expected a shared library with cblas_sgemm, found: ${reason}`,
  );
}

function wrap(sgemm: Sgemm): MatrixProduct {
  return ({ transposeA, transposeB, m, n, k, accumulate }, a, b, c) => {
    if (m === 0 || n === 0) return;
    if (k === 0) {
      if (!accumulate) c.fill(0);
      return;
    }
    sgemm(
      ROW_MAJOR,
      transposeA ? TRANSPOSE : NO_TRANSPOSE,
      transposeB ? TRANSPOSE : NO_TRANSPOSE,
      m,
      n,
      k,
      1,
      a as Float32Array<ArrayBuffer>,
      transposeA ? m : k,
      b as Float32Array<ArrayBuffer>,
      transposeB ? k : n,
      accumulate ? 1 : 0,
      c as Float32Array<ArrayBuffer>,
      n,
    );
  };
}

/** Checks that a library computes [1 2; 3 4] [5; 6] = [17; 39], which is exact. */
function multipliesCorrectly(product: MatrixProduct): boolean {
  const shape = {
    transposeA: false,
    transposeB: false,
    m: 2,
    n: 1,
    k: 2,
    accumulate: false,
  };
  const c = new Float32Array(2);
  product(shape, Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6), c);
  return c[0] === 17 && c[1] === 39;
}

/** Reads the first two words of `openblas_get_config()`: "OpenBLAS 0.3.21 ...". */
function nameOf(pointer: Deno.PointerValue): string {
  if (pointer === null) return "OpenBLAS";
  const words = new Deno.UnsafePointerView(pointer).getCString().split(/\s+/);
  return words.slice(0, 2).join(" ");
}
