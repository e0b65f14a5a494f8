import type { GemmBuild } from "./gemm_binary.ts";
import { compileAssemblyScript } from "./gemm_compile.ts";

/** The URL of a file or folder, given its path from lib/runtime. */
const urlOf = (path: string): URL => new URL(path, import.meta.url);

const ENTRY = "kernels/gemm.as.ts";

/**
 * The compiler's options; see micro_kernel.as.ts for `--optimizeLevel`.
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

/** All builds of the kernel module. */
export const gemmBuilds: readonly GemmBuild[] = [true, false].flatMap(
  (relaxed) => [true, false].map((shared) => ({ relaxed, shared })),
);

/**
 * Compiles a build of the kernel module from its sources, in about a second. Equal
 * sources give equal bytes.
 */
export async function buildGemm(
  { relaxed, shared }: GemmBuild,
): Promise<Uint8Array<ArrayBuffer>> {
  return await compileAssemblyScript({
    sources: await readSources(),
    entry: ENTRY,
    options: [
      ...OPTIONS,
      ...relaxed ? ["--enable", "relaxed-simd"] : [],
      ...shared ? ["--sharedMemory"] : [],
    ],
  });
}

/** Reads every kernel source, by its path from lib/runtime. */
async function readSources(): Promise<ReadonlyMap<string, string>> {
  const paths = ["gemm_job.ts"];
  for await (const { name } of Deno.readDir(urlOf("kernels"))) {
    if (name.endsWith(".as.ts")) paths.push(`kernels/${name}`);
  }
  const read = (path: string) => Deno.readTextFile(urlOf(path));
  return new Map(
    await Promise.all(
      paths.sort().map(async (path) => [path, await read(path)] as const),
    ),
  );
}

/** Writes a build to the module that `gemmBinary` loads. */
async function keep(build: GemmBuild): Promise<void> {
  const { relaxed, shared } = build;
  const name = `${relaxed ? "relaxed" : "plain"}_${
    shared ? "shared" : "local"
  }`;
  const binary = await buildGemm(build);
  await Deno.writeTextFile(
    urlOf(`kernel_binaries/${name}.ts`),
    [
      "/** Made by `deno task kernels`; a test compares it with its sources. */",
      "export const BASE64 =",
      `  "${binary.toBase64()}";`,
      "",
    ].join("\n"),
  );
  console.log(`${name}: ${binary.length} bytes`);
}

if (import.meta.main) {
  for (const build of gemmBuilds) await keep(build);
}
