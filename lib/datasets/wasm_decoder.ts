/** Pixels as the decoders give them: red, green, blue and opacity, row by row. */
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

/** Compiled programs by their address. */
const compiled = new Map<string, Promise<WebAssembly.Module>>();

async function compile(wasm: string): Promise<WebAssembly.Module> {
  const response = await fetch(wasm);
  return await WebAssembly.compile(await response.arrayBuffer());
}

/**
 * The URL of a decoder's WebAssembly module. A bundle for a browser has no packages:
 * there the module is beside the bundle.
 *
 * @param name The module's file name.
 * @param resolve Resolves it within its package, with a literal in the call: `deno
 * publish` rewrites it there.
 */
export function decoderUrl(name: string, resolve: () => string): string {
  try {
    return resolve();
  } catch {
    return new URL(`./${name}`, import.meta.url).href;
  }
}

/**
 * Starts a decoder that Emscripten compiled to WebAssembly, with memory of its own.
 *
 * @param create Its start-up code.
 * @param wasm Address of its program.
 * @param say Told what the decoder prints, line by line.
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
