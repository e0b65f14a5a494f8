import { type Need, programs } from "../needs.ts";
import { program, runProgram } from "../programs.ts";
import { until } from "../until.ts";

/**
 * Programs of Debian's slurm-wlm, which has all others, that start without a cluster.
 */
const PROGRAMS = ["slurmctld", "slurmd"] as const;

/** A Slurm that a test may start and stop. */
export const slurmPrograms: readonly Need[] = [
  ...PROGRAMS.map((name) => {
    const { met } = program(name, "-V");
    return { met, reason: `no ${name} (Debian: apt install slurm-wlm munge)` };
  }),
  program("munged"),
  {
    met: Deno.build.os === "linux" && programs.met && isRoot(),
    reason: "Slurm's daemons are started by root alone",
  },
];

function isRoot(): boolean {
  const { stdout } = new Deno.Command("id", { args: ["-u"] }).outputSync();
  return new TextDecoder().decode(stdout).trim() === "0";
}

/** A cluster with this machine as its only node. */
export interface Slurm {
  /** Environment variables that its programs need. */
  readonly variables: Readonly<Record<string, string>>;
  /** Kills the node's daemon, and starts it again. */
  readonly killNode: () => Promise<void>;
}

/** Slurm's configuration; the partition is named as in the project's profile. */
const configOf = (folder: string, host: string, port: number): string => `
ClusterName=test
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${port}
SlurmdPort=${port + 1}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.socket
CryptoType=crypto/munge
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
ReturnToService=2
MinJobAge=3600
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=100000 State=UNKNOWN
PartitionName=main Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;

/**
 * Calls a function while a Slurm of its own runs.
 *
 * @param folder An empty folder for all files of the daemons.
 */
export async function withSlurm(
  folder: string,
  use: (slurm: Slurm) => Promise<void>,
): Promise<void> {
  const host = (await runProgram("hostname", ["-s"])).stdout.trim();
  const port = 20_000 + Deno.pid % 10_000;
  const conf = `${folder}/slurm.conf`;
  const key = crypto.getRandomValues(new Uint8Array(128));
  await Deno.writeFile(`${folder}/munge.key`, key, { mode: 0o400 });
  await Deno.writeTextFile(conf, configOf(folder, host, port));
  // The submission of jobs removes Slurm's variables, so srun sets its own.
  await Deno.mkdir(`${folder}/bin`);
  await Deno.writeTextFile(
    `${folder}/bin/srun`,
    `#!/bin/sh\nSLURM_CONF=${conf} exec /usr/bin/srun "$@"\n`,
    { mode: 0o755 },
  );
  await Deno.mkdir(`${folder}/state`);
  await Deno.mkdir(`${folder}/spool`);
  const variables = {
    SLURM_CONF: conf,
    PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
  };
  const daemons: Record<string, Deno.ChildProcess> = {};
  const start = (name: string, ...args: string[]) => {
    daemons[name] = new Deno.Command(name, {
      args,
      env: variables,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  };
  const startNode = () => start("slurmd", "-D", "-N", host);
  const end = async (name: string, signal: Deno.Signal) => {
    const daemon = daemons[name];
    delete daemons[name];
    daemon.kill(signal);
    await daemon.status;
  };
  try {
    start(
      "munged",
      "--foreground",
      "--force",
      ...["socket", "pid-file", "log-file", "seed-file"].map((name) =>
        `--${name}=${folder}/munge.${name.split("-")[0]}`
      ),
      `--key-file=${folder}/munge.key`,
    );
    await until(() => isThere(`${folder}/munge.socket`), "munged");
    start("slurmctld", "-D", "-c");
    startNode();
    await until(() => isIdle(conf), "a node that is idle");
    await use({
      variables,
      async killNode() {
        await end("slurmd", "SIGKILL");
        startNode();
      },
    });
  } finally {
    for (const name of Object.keys(daemons).toReversed()) {
      await end(name, "SIGTERM");
    }
  }
}

const isThere = (path: string): Promise<boolean> =>
  Deno.stat(path).then(() => true, () => false);

async function isIdle(conf: string): Promise<boolean> {
  const { stdout } = await runProgram(
    "sinfo",
    ["--noheader", "--format=%T"],
    { SLURM_CONF: conf },
  );
  return stdout.trim() === "idle";
}
