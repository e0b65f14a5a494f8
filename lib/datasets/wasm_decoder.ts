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
 * The address of a decoder's program.
 *
 * @param file The program's name within the packages. A bundle for a browser has no
 * packages: there it is beside the bundle.
 */
export function decoderProgram(file: string): string {
  try {
    return import.meta.resolve(file);
  } catch {
    const name = file.slice(file.lastIndexOf("/") + 1);
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
