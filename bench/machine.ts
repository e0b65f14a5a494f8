import os from "node:os";
import config from "../deno.json" with { type: "json" };
import type { Python } from "./python.ts";

/** The machine of the measurements, and the versions of its software. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly system: string;
  /** Load average of the minute before; above 0 if other programs were running. */
  readonly loadAverage: number;
  /** Versions by name; null for a program that is missing. */
  readonly versions: Readonly<Record<string, string | null>>;
}

export function describeMachine(python: Python): Machine {
  return {
    cores: navigator.hardwareConcurrency,
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    system: `${Deno.build.os} ${Deno.build.arch}`,
    loadAverage: Number(Deno.loadavg()[0].toFixed(2)),
    versions: {
      project: config.version,
      deno: Deno.version.deno,
      v8: Deno.version.v8,
      tfjs: config.imports["@tensorflow/tfjs"].split("@").at(-1)!,
      ...python.versions,
    },
  };
}
