import { JobKind, Word } from "./gemm_job.ts";
import type { GemmKernel } from "./gemm_kernel.ts";

/** The state of one thread that takes part in jobs. */
export interface Participant {
  readonly kernel: GemmKernel;
  /** Returns the job's words, a view that is valid until the memory grows. */
  readonly words: () => Int32Array;
  /** Address of the job's words. */
  readonly job: number;
  /** Address of this thread's scratch memory. */
  readonly scratch: number;
}

/**
 * Makes a function that returns the job's words at an address. The view is renewed after
 * the memory has grown, which detaches views of a memory that is not shared.
 */
export function wordsAt(
  memory: WebAssembly.Memory,
  job: number,
): () => Int32Array {
  let words = new Int32Array(0);
  return () => {
    if (words.length > 0) return words;
    return words = new Int32Array(memory.buffer, job, Word.Words);
  };
}

/** Waits until a word differs from a value; throws if that cannot happen any more. */
export type WaitWhile = (word: Word, value: number) => void;

/** Computes tiles of the open job in this thread, until no tile is left. */
export function takePart(
  { kernel, words: view, job, scratch }: Participant,
  waitWhile: WaitWhile,
): void {
  const words = view();
  const groupsDone = () =>
    awaitCount(words, Word.GroupsDone, words[Word.Groups], waitWhile);
  switch (words[Word.Kind] as JobKind) {
    case JobKind.Product:
      kernel.packB(job);
      groupsDone();
      kernel.multiplyTiles(job, scratch);
      break;
    case JobKind.Adam:
      kernel.adam(job);
      break;
    case JobKind.LineProduct:
      kernel.multiplyRows(job);
      groupsDone();
      kernel.multiplyColumns(job);
      break;
    case JobKind.LineOuter:
      kernel.outerLines(job);
      break;
    case JobKind.WeightedSum:
      kernel.sumSlots(job);
      break;
    case JobKind.AddBias:
      kernel.addBias(job);
      break;
    case JobKind.ActivationGradient:
      kernel.activationGradient(job);
      break;
    case JobKind.Normalise:
      kernel.normalise(job);
      break;
    case JobKind.NormaliseGradient:
      kernel.normaliseGradient(job);
      break;
    case JobKind.RowDistances:
      kernel.rowDistances(job);
      break;
    case JobKind.DistanceGradient:
      kernel.distanceGradient(job);
      break;
  }
  if (Atomics.load(words, Word.TilesDone) === words[Word.Tiles]) {
    Atomics.notify(words, Word.TilesDone);
  }
}

/** Waits until the counter has reached `target`, and wakes other waiting threads. */
export function awaitCount(
  words: Int32Array,
  counter: Word,
  target: number,
  waitWhile: WaitWhile,
): void {
  let count = Atomics.load(words, counter);
  while (count !== target) {
    waitWhile(counter, count);
    count = Atomics.load(words, counter);
  }
  Atomics.notify(words, counter);
}
