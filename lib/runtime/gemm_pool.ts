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
  /** Threads that compute, the caller's included; by default one a core. */
  readonly threads?: number;
  /**
   * The memory that the kernels run on: products of matrices that lie in it
   * need no copies. By default one of the pool's own. Workers take part only
   * in a shared one.
   */
  readonly memory?: GemmMemory;
  /** The most that a memory of the pool's own may grow to; default 4 GiB. */
  readonly maximumBytes?: number;
  /** Fused multiply-add; by default where the engine has relaxed SIMD. */
  readonly relaxed?: boolean;
  /** Without any progress for so long, a job ends with an error; default 10. */
  readonly stallSeconds?: number;
}

/** Threads that share out matrix products and Adam steps. */
export interface GemmPool {
  readonly threads: number;
  readonly relaxed: boolean;
  readonly memory: GemmMemory;
  /** The caller's part; its words hold the job. */
  readonly participant: Participant;
  readonly packedB: GrowingRegion;
  /** Where matrices from outside the memory are copied. */
  readonly staging: GrowingRegion;
  /**
   * Computes a job and returns when it is done.
   *
   * @throws Error when a worker is lost.
   */
  readonly run: (job: Job) => void;
  /** Ends the workers. They don't keep a process alive, so this is optional. */
  readonly stop: () => Promise<void>;
}

/** Rows of C in one tile, at most; its rows of A then fit the L2 cache. */
export const TILE_ROWS = 100;

/**
 * Starts the threads. A worker that waits for work doesn't keep the process
 * alive.
 */
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
  /** Why it ended, once it did. */
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
  // With a copy of the environment, as by default, Deno would ask the user for
  // permission to read all of it.
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

/** One job: what its words are to hold. */
export interface Job {
  readonly kind: JobKind;
  readonly groups: number;
  readonly tiles: number;
  /** Share it with the workers; without, the caller's thread does it all. */
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
 * Lets nobody into the last job any more and waits until the last worker has
 * left it, so that the words may change. Workers may still be in it because
 * they woke late, or because it was interrupted (a notebook's Stop).
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

/** Looks this often before it sleeps; a turn takes a few nanoseconds. */
const SPINS = 5000;

/** Waits as long as something moves now and then and no worker has failed. */
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
