/** Pixels in the decoders' format: red, green, blue and opacity, row by row. */
export interface RgbaImage {
  readonly height: number;
  readonly width: number;
  readonly data: Uint8ClampedArray;
}

/** Arguments of Emscripten's start-up code. */
interface StartOptions {
  readonly noInitialRun: boolean;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
  readonly instantiateWasm: (
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance) => void,
  ) => WebAssembly.Exports;
}

/** Compiled modules by their URL. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

async function compile(wasm: string): Promise<WebAssembly.Module> {
  const response = await fetch(wasm);
  return await WebAssembly.compile(await response.arrayBuffer());
}

/**
 * Finds the URL of a decoder's WebAssembly module. In a bundle for a browser, which has
 * no packages, the module is next to the bundle.
 *
 * @param name The module's file name.
 * @param resolve Resolves it within its package, with a literal in the call, which
 * `deno publish` rewrites.
 */
export function decoderUrl(name: string, resolve: () => string): string {
  try {
    return resolve();
  } catch {
    return new URL(`./${name}`, import.meta.url).href;
  }
}

/**
 * Starts a decoder that Emscripten compiled to WebAssembly, with separate memory.
 *
 * @param create The start-up code.
 * @param wasm URL of the module.
 * @param say Called with every line that the decoder prints.
 */
export async function startDecoder<Decoder>(
  create: (options: StartOptions) => Promise<Decoder>,
  wasm: string,
  say: (line: string) => void,
): Promise<Decoder> {
  const program = compiled.get(wasm) ?? compile(wasm);
  compiled.set(wasm, program);
  const module = await program;
  return await create({
    noInitialRun: true,
    print: say,
    printErr: say,
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  });
}
