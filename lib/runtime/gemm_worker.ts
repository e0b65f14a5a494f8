// A worker thread of the pool in gemm_pool.ts. It sleeps on the generation word, and
// joins every job that is still open when it wakes.
import { parentPort, workerData } from "node:worker_threads";
import { Word } from "./gemm_job.ts";
import { instantiateKernel } from "./gemm_kernel.ts";
import { type Participant, takePart, wordsAt } from "./gemm_share.ts";

/** The data that the pool sends to a worker. */
export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly job: number;
  readonly scratch: number;
}

/** Number of checks before the thread sleeps; each takes a few nanoseconds. */
const SPINS = 2000;

function run({ module, memory, job, scratch }: WorkerData): void {
  const kernel = instantiateKernel(module, memory);
  const participant = { kernel, words: wordsAt(memory, job), job, scratch };
  const words = participant.words();
  let seen = Atomics.load(words, Word.Generation);
  parentPort?.postMessage("ready");
  for (;;) {
    sleepWhile(words, Word.Generation, seen);
    seen = Atomics.load(words, Word.Generation);
    if (seen < 0) return;
    const failure = join(participant);
    if (failure !== undefined) return parentPort?.postMessage(failure);
  }
}

/**
 * Joins a job. It counts itself as active before it checks whether the job is open,
 * because a pool that has closed a job and finds no active worker may write the next
 * one.
 *
 * @returns The error, if there was one.
 */
function join(participant: Participant): string | undefined {
  const words = participant.words();
  Atomics.add(words, Word.Active, 1);
  try {
    if (Atomics.load(words, Word.Open) === 1) {
      takePart(participant, (word, value) => {
        sleepWhile(words, word, value);
        if (Atomics.load(words, Word.Open) === 0) throw new Error("abandoned");
      });
    }
  } catch (error) {
    if (Atomics.load(words, Word.Open) === 0) return undefined;
    Atomics.store(words, Word.Failed, 1);
    return String(error);
  } finally {
    Atomics.sub(words, Word.Active, 1);
    for (const word of [Word.Active, Word.TilesDone, Word.GroupsDone]) {
      Atomics.notify(words, word);
    }
  }
}

function sleepWhile(words: Int32Array, word: Word, value: number): void {
  for (let i = 0; i < SPINS; i++) {
    if (Atomics.load(words, word) !== value) return;
  }
  Atomics.wait(words, word, value, 1000);
}

run(workerData as WorkerData);
