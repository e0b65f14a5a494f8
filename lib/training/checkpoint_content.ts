import { createHash } from "node:crypto";
import { unzipSync, zipSync } from "fflate";
import { decodeNpy, encodeNpy } from "../datasets/npy.ts";
import type { HeldOutLoss } from "./held_out.ts";
import type { HistoryRow } from "./trainer.ts";

/** The part of a training state that is not in arrays. */
export interface TrainingProgress {
  /** Identifier of the run, see `saveCheckpoint`. */
  readonly fingerprint: string;
  readonly step: number;
  /** Time spent on training, in seconds. */
  readonly seconds: number;
  /** Number of times that the training was resumed from a checkpoint. */
  readonly resumed: number;
  readonly history: readonly HistoryRow[];
  /** Losses of the held-out pairs. */
  readonly heldOut: readonly HeldOutLoss[];
  /** Number of times that the training went back to an earlier step. */
  readonly setbacks: number;
  /** Step of the last good state, if that is not the present state. */
  readonly goodStep?: number;
}

/** The content of a checkpoint's file. */
export interface CheckpointContent {
  readonly progress: TrainingProgress;
  /** Arrays by name, without the extension `.npy`. */
  readonly arrays: ReadonlyMap<string, Float32Array>;
}

const PROGRESS = "progress.json", DIGEST = "sha256.txt";
const NPY = ".npy";

/**
 * Encodes a checkpoint as the bytes of an .npz file, which also contains its SHA-256.
 */
export function encodeCheckpoint(
  { progress, arrays }: CheckpointContent,
): Uint8Array {
  const text = JSON.stringify(progress);
  const files: Record<string, Uint8Array> = {
    [PROGRESS]: new TextEncoder().encode(text),
  };
  for (const [name, values] of arrays) {
    files[`${name}${NPY}`] = encodeNpy({ shape: [values.length], values });
  }
  files[DIGEST] = new TextEncoder().encode(digestOf(files));
  return zipSync(files, { level: 0 });
}

/**
 * Decodes a checkpoint.
 *
 * @returns undefined if the bytes were not written by `encodeCheckpoint`.
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
): CheckpointContent | undefined {
  // All errors here are about the content of the bytes; no file is read.
  try {
    const { [DIGEST]: digest, ...files } = unzipSync(bytes);
    if (new TextDecoder().decode(digest) !== digestOf(files)) return undefined;
    const progress: TrainingProgress | null = JSON.parse(
      new TextDecoder().decode(files[PROGRESS]),
    );
    if (typeof progress?.fingerprint !== "string") return undefined;
    return { progress, arrays: arraysOf(files) };
  } catch {
    return undefined;
  }
}

function arraysOf(
  files: Readonly<Record<string, Uint8Array>>,
): Map<string, Float32Array> {
  const named = Object.entries(files).filter(([name]) => name.endsWith(NPY));
  return new Map(named.map(([file, bytes]) => {
    const name = file.slice(0, -NPY.length);
    const { values } = decodeNpy(bytes, name);
    if (values instanceof Float32Array) return [name, values];
    throw new TypeError(`${name}: expected float32, found float64`);
  }));
}

/**
 * Computes the SHA-256 of names and contents. The zip format's own checksums do not
 * cover the names.
 */
function digestOf(files: Readonly<Record<string, Uint8Array>>): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(files).sort()) {
    hash.update(name).update(files[name]);
  }
  return hash.digest("hex");
}
