import {
  oneThread,
  type OwnBackend,
  ownBackends,
  ownCommand,
  preparingCommand,
  pythonCommand,
  registrationCommand,
} from "./commands.ts";
import { type Peer, type PeerCommand, PeerError, startPeer } from "./peer.ts";
import type { Python } from "./python.ts";

/** Data that all measurements of one run share. */
export interface Session {
  /** A temporary folder for states and operands. */
  readonly folder: string;
  /** Aborted when the run is ended early. */
  readonly ending: AbortSignal;
  readonly quick: boolean;
  readonly python: Python;
  /** Environment variables for this project's own processes. */
  readonly environment: Readonly<Record<string, string>>;
  /** Prints a line on the progress. */
  note(text: string): void;
}

/** A peer that cannot take part, and the reason. */
export interface Missing {
  readonly name: string;
  readonly reason: string;
}

/** Started peers, and the reasons why others could not be started. */
export interface Opened {
  readonly peers: readonly Peer[];
  readonly reasons: Readonly<Record<string, string>>;
}

/** Starts peers, calls `work` with them, and ends them in any case. */
export async function withPeers<Result>(
  commands: readonly (PeerCommand | Missing)[],
  work: (opened: Opened) => Promise<Result>,
): Promise<Result> {
  const peers: Peer[] = [];
  const reasons: Record<string, string> = {};
  try {
    for (const command of commands) {
      if ("reason" in command) reasons[command.name] = command.reason;
      else await startInto(peers, reasons, command);
    }
    return await work({ peers, reasons });
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
  }
}

/** Calls `work` with a process that prepares states; its memory is not measured. */
export async function withPreparer<Result>(
  { environment }: Session,
  work: (peer: Peer) => Promise<Result>,
): Promise<Result> {
  const peer = await startPeer(preparingCommand(environment));
  try {
    return await work(peer);
  } finally {
    await peer.close();
  }
}

async function startInto(
  peers: Peer[],
  reasons: Record<string, string>,
  command: PeerCommand,
): Promise<void> {
  try {
    peers.push(await startPeer(command));
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    reasons[command.name] = error.message;
  }
}

/** Commands of this project's own backends, on all threads. */
export function ownPeers({ environment }: Session): PeerCommand[] {
  return ownBackends.map((backend: OwnBackend) =>
    ownCommand(backend, environment)
  );
}

/** A peer that computes with PyTorch. */
export function pytorchPeer(
  { python }: Session,
  name: string,
  script: string,
  ...args: string[]
): PeerCommand | Missing {
  const reason = python.missing.torch;
  return reason === undefined
    ? pythonCommand(python.program, name, script, ...args)
    : { name, reason };
}

export function scipyPeer(
  { python, folder }: Session,
): PeerCommand | Missing {
  const reason = python.missing.scipy;
  return reason === undefined
    ? pythonCommand(python.program, "scipy", "scipy_action.py", folder)
    : { name: "scipy", reason };
}

/** Command of this project's registration, on one thread. */
export const registrationPeer = ({ folder }: Session): PeerCommand =>
  registrationCommand(folder);

/** Command of OpenCV's registration, which takes matrix logarithms from SciPy. */
export function eccPeer({ python, folder }: Session): PeerCommand | Missing {
  const name = "ecc";
  const reason = python.missing.cv2 ?? python.missing.scipy;
  return reason === undefined
    ? oneThread(
      pythonCommand(python.program, name, "ecc_registration.py", folder),
    )
    : { name, reason };
}

/** Asks every peer for its peak memory, MiB. */
export async function peakMemories(
  peers: readonly Peer[],
): Promise<Record<string, number | null>> {
  const memories: Record<string, number | null> = {};
  for (const peer of peers) {
    memories[peer.name] = await peer
      .ask<{ readonly mebibytes: number }>({ run: "memory" })
      .then(({ mebibytes }) => mebibytes, () => null);
  }
  return memories;
}
