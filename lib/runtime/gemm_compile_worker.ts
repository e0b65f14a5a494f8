// The compiler's thread of gemm_compile.ts: compiles once and answers.
import { parentPort, workerData } from "node:worker_threads";
import { type Compilation, compileHere } from "./gemm_compile.ts";

parentPort?.postMessage(await compileHere(workerData as Compilation));
