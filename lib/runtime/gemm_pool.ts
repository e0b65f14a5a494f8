import type { Worker } from "node:worker_threads";
import { gemmBinary } from "./gemm_binary.ts";
import { type JobKind, Word } from "./gemm_job.ts";
import { hasRelaxedSimd, instantiateKernel } from "./gemm_kernel.ts";
import {
  type GemmMemory,
  type GrowingRegion,
  growingRegion,
  ownMemory,
} from "./gemm_memory.ts";
import {
  awaitCount,
  type Participant,
  takePart,
  type WaitWhile,
  wordsAt,
} from "./gemm_share.ts";
import type { WorkerData } from "./gemm_worker.ts";

export interface GemmPoolOptions {
  /** Number of threads that compute, the caller's included; by default one per core. */
  readonly threads?: number;
  /**
   * The memory of the kernels; products of matrices in it need no copies. By default the
   * pool makes one. Workers are only used if it is shared.
   */
  readonly memory?: GemmMemory;
  /** Largest size of a memory that the pool makes; by default 4 GiB. */
  readonly maximumBytes?: number;
  /** Whether to use fused multiply-add; by default if the engine has relaxed SIMD. */
  readonly relaxed?: boolean;
  /** Seconds without progress after which a job ends with an error; by default 10. */
  readonly stallSeconds?: number;
}

/** A pool of threads that compute matrix products and Adam steps together. */
export interface GemmPool {
  readonly threads: number;
  readonly relaxed: boolean;
  readonly memory: GemmMemory;
  /** The calling thread as a participant; its words are the job's. */
  readonly participant: Participant;
  readonly packedB: GrowingRegion;
  /** The region that matrices from outside of the memory are copied to. */
  readonly staging: GrowingRegion;
  /**
   * Computes a job and returns when it is done.
   *
   * @throws Error if a worker is lost.
   */
  readonly run: (job: Job) => void;
  /** Ends the workers. This is optional, because they do not keep the process alive. */
  readonly stop: () => Promise<void>;
}

/** Largest number of rows of C in one tile, so that its rows of A fit the L2 cache. */
export const TILE_ROWS = 100;

/** Starts the threads. A waiting worker does not keep the process alive. */
export async function startGemmPool(
  {
    threads = navigator.hardwareConcurrency,
    maximumBytes = 2 ** 32,
    memory,
    relaxed = hasRelaxedSimd(),
    stallSeconds = 10,
  }: GemmPoolOptions = {},
): Promise<GemmPool> {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(
      `startGemmPool: expected threads to be a whole number from 1, found ${threads}`,
    );
  }
  const canShare = typeof SharedArrayBuffer !== "undefined";
  memory ??= ownMemory(canShare && threads > 1, maximumBytes);
  const shared = canShare && memory.memory.buffer instanceof SharedArrayBuffer;
  const module = await WebAssembly.compile(
    await gemmBinary({ relaxed, shared }),
  );
  const participant = firstParticipant(module, memory);
  const crew = shared
    ? await startWorkers(threads - 1, module, memory, participant)
    : [];
  const state: PoolState = { participant, crew, stallSeconds };
  return {
    threads: crew.length + 1,
    relaxed,
    memory,
    participant,
    packedB: growingRegion(memory),
    staging: growingRegion(memory),
    run: (job) => runJob(state, job),
    stop: () => stop(state),
  };
}

function firstParticipant(
  module: WebAssembly.Module,
  memory: GemmMemory,
): Participant {
  const kernel = instantiateKernel(module, memory.memory);
  const job = memory.allocate(Word.Words * 4);
  const scratch = memory.allocate(kernel.scratchBytes(TILE_ROWS));
  const words = wordsAt(memory.memory, job);
  words().fill(0);
  return { kernel, words, job, scratch };
}

interface Member {
  readonly worker: Worker;
  /** The reason why the worker ended, if it has. */
  failure?: string;
}

async function startWorkers(
  count: number,
  module: WebAssembly.Module,
  memory: GemmMemory,
  { kernel, job }: Participant,
): Promise<Member[]> {
  // A browser, whose memory is not shared, has no such module.
  const threads = await import("node:worker_threads");
  const starts = Array.from({ length: count }, () => {
    const scratch = memory.allocate(kernel.scratchBytes(TILE_ROWS));
    const data = { module, memory: memory.memory, job, scratch };
    return startWorker(threads, data);
  });
  return await Promise.all(starts);
}

function startWorker(
  { Worker }: typeof import("node:worker_threads"),
  workerData: WorkerData,
): Promise<Member> {
  const url = new URL("./gemm_worker.ts", import.meta.url);
  // By default Deno copies the environment variables, which takes permission to read all
  // of them.
  const worker = new Worker(url, { workerData, env: {} });
  const member: Member = { worker };
  return new Promise((resolve, reject) => {
    worker.once("message", () => {
      worker.unref();
      worker.on("message", (reason) => member.failure = reason);
      resolve(member);
    });
    worker.on("error", (error) => {
      member.failure = String(error);
      reject(new Error(`matrix product: a worker did not start: ${error}`));
    });
    worker.on(
      "exit",
      (code) => member.failure ??= `it ended with code ${code}`,
    );
  });
}

/** One job: the values of its words. */
export interface Job {
  readonly kind: JobKind;
  readonly groups: number;
  readonly tiles: number;
  /** Whether the workers take part; if not, the caller's thread computes all. */
  readonly parallel: boolean;
  readonly integers: readonly (readonly [Word, number])[];
  readonly reals: readonly (readonly [Word, number])[];
}

interface PoolState {
  readonly participant: Participant;
  readonly crew: readonly Member[];
  readonly stallSeconds: number;
}

function runJob(state: PoolState, job: Job): void {
  const { participant, crew, stallSeconds } = state;
  const words = participant.words();
  const waitWhile = patience(words, stallSeconds);
  closeLastJob(words, crew, waitWhile);
  describe(words, job);
  if (job.parallel && crew.length > 0) {
    Atomics.store(words, Word.Open, 1);
    Atomics.add(words, Word.Generation, 1);
    Atomics.notify(words, Word.Generation);
  }
  takePart(participant, waitWhile);
  awaitCount(words, Word.TilesDone, job.tiles, waitWhile);
}

/**
 * Closes the last job for workers, and waits until all have left it, so that the words
 * may change. Workers may still be in it because they woke late, or because it was
 * interrupted (by a notebook's Stop).
 */
function closeLastJob(
  words: Int32Array,
  crew: PoolState["crew"],
  waitWhile: WaitWhile,
): void {
  const dead = crew.find(({ failure }) => failure !== undefined);
  if (dead !== undefined) throw poolError(dead.failure);
  if (Atomics.load(words, Word.Failed) !== 0) throw poolError("it failed");
  if (crew.length === 0) return;
  Atomics.store(words, Word.Open, 0);
  if (Atomics.load(words, Word.Active) === 0) return;
  Atomics.store(words, Word.NextTile, words[Word.Tiles]);
  Atomics.notify(words, Word.GroupsDone);
  awaitCount(words, Word.Active, 0, waitWhile);
}

function describe(words: Int32Array, job: Job): void {
  const reals = new Float32Array(words.buffer, words.byteOffset, words.length);
  for (const [word, value] of job.integers) words[word] = value;
  for (const [word, value] of job.reals) reals[word] = value;
  words[Word.Kind] = job.kind;
  words[Word.Groups] = job.groups;
  words[Word.Tiles] = job.tiles;
  words[Word.NextGroup] = 0;
  words[Word.GroupsDone] = 0;
  words[Word.NextTile] = 0;
  words[Word.TilesDone] = 0;
}

/** Number of checks before the thread sleeps; each takes a few nanoseconds. */
const SPINS = 5000;

/**
 * Makes a wait that ends with an error if there is no progress, or if a worker has
 * failed.
 */
function patience(words: Int32Array, stallSeconds: number): WaitWhile {
  return (word, value) => {
    for (let i = 0; i < SPINS; i++) {
      if (Atomics.load(words, word) !== value) return;
    }
    const since = performance.now();
    while (Atomics.wait(words, word, value, 100) === "timed-out") {
      if (Atomics.load(words, Word.Failed) !== 0) throw poolError("it failed");
      if (performance.now() - since > stallSeconds * 1000) {
        throw poolError(`no progress for ${stallSeconds} s`);
      }
    }
  };
}

function poolError(reason: string | undefined): Error {
  return new Error(
    `matrix product: a worker thread is lost (${reason}); start a new pool, or the program again`,
  );
}

async function stop({ participant, crew }: PoolState): Promise<void> {
  const words = participant.words();
  Atomics.store(words, Word.Open, 0);
  Atomics.store(words, Word.Generation, -1);
  Atomics.notify(words, Word.Generation);
  await Promise.all(crew.map(({ worker }) => worker.terminate()));
}
