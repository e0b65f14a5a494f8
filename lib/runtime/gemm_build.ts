import { fileURLToPath } from "node:url";
import { compileAssemblyScript } from "./gemm_compile.ts";
import { readIfThere } from "./read_if_there.ts";

/** Which of the kernel module's builds: one source, four binaries. */
export interface GemmBuild {
  /** With relaxed SIMD's fused multiply-add, else multiply and add. */
  readonly relaxed: boolean;
  /** For a shared memory, else for a memory of one thread. */
  readonly shared: boolean;
}

const SOURCES = new URL("./kernels/", import.meta.url);
const ENTRY = "kernels/gemm.as.ts";

/**
 * What the compiler is told; see micro_kernel.as.ts for `--optimizeLevel`.
 *
 * A memory of at least one page spares V8 a second bounds check on every load
 * (42 GFLOP/s with none, 49 with one).
 */
const OPTIONS = [
  ...["--optimizeLevel", "1", "--noAssert", "--runtime", "stub"],
  ...["--use", "abort=", "--importMemory"],
  ...["--initialMemory", "1", "--maximumMemory", "65536"],
  ...["--enable", "simd", "--enable", "threads"],
];

/**
 * The kernel module's binary: from its file under kernels/built/ when that was
 * made from the present sources and is whole, else compiled now (about a second) and, where
 * this process may write, kept there.
 */
export async function gemmBinary(
  build: GemmBuild,
): Promise<Uint8Array<ArrayBuffer>> {
  const sources = await readSources();
  const file = await builtFile(build, sources);
  const kept = await readKept(file);
  if (kept !== undefined) return kept;
  const options = optionsOf(build);
  const binary = await compileAssemblyScript({
    sources,
    entry: ENTRY,
    options,
  });
  await keep(file, binary);
  return binary;
}

type Sources = ReadonlyMap<string, string>;

/** Every kernel source by its path from lib/runtime, as the compiler asks. */
async function readSources(): Promise<Sources> {
  const paths = ["gemm_job.ts"];
  for await (const { name } of Deno.readDir(SOURCES)) {
    if (name.endsWith(".as.ts")) paths.push(`kernels/${name}`);
  }
  const read = (path: string) =>
    Deno.readTextFile(new URL(`../${path}`, SOURCES));
  return new Map(
    await Promise.all(
      paths.sort().map(async (path) => [path, await read(path)] as const),
    ),
  );
}

function optionsOf({ relaxed, shared }: GemmBuild): string[] {
  return [
    ...OPTIONS,
    ...relaxed ? ["--enable", "relaxed-simd"] : [],
    ...shared ? ["--sharedMemory"] : [],
  ];
}

/** Named after a digest of sources and options: a stale file is never read. */
async function builtFile(build: GemmBuild, sources: Sources): Promise<URL> {
  const text = JSON.stringify([...sources, optionsOf(build)]);
  const digest = await sha256(new TextEncoder().encode(text));
  const name = [
    "gemm",
    build.relaxed ? "relaxed" : "plain",
    build.shared ? "shared" : "local",
    digest.subarray(0, 6).toHex(),
  ].join("-");
  return new URL(`./built/${name}.kernel`, SOURCES);
}

/** Bytes of a SHA-256, which a kept file begins with: that of all others. */
const DIGEST_BYTES = 32;

/**
 * Reads a kept binary.
 *
 * @returns undefined if there is none, or if its content does not match its digest
 * @throws {UnreadableError} if it cannot be read for another reason
 */
export async function readKept(
  file: URL,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await readIfThere(fileURLToPath(file));
  if (bytes === undefined) return undefined;
  const binary = bytes.slice(DIGEST_BYTES);
  const digest = await sha256(binary);
  return digest.every((byte, i) => bytes[i] === byte) ? binary : undefined;
}

async function sha256(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Keeps a binary for later starts; another process never sees half a file. */
async function keep(
  file: URL,
  binary: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const folder = new URL(".", file);
  const permission = { name: "write", path: folder } as const;
  if (Deno.permissions.querySync(permission).state !== "granted") return;
  const temporary = new URL(`${file}.${crypto.randomUUID()}`);
  const content = new Uint8Array([...await sha256(binary), ...binary]);
  try {
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeFile(temporary, content);
    await Deno.rename(temporary, file);
  } catch {
    // A full or read-only disk: it is compiled at every start, then.
    await Deno.remove(temporary).catch(() => {});
  }
}

if (import.meta.main) {
  for (const relaxed of [true, false]) {
    for (const shared of [true, false]) {
      const { length } = await gemmBinary({ relaxed, shared });
      console.log({ relaxed, shared, bytes: length });
    }
  }
}
