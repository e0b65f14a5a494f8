// Run by choice_test.ts in separate processes. Starts the runtime with a simulated GPU
// adapter, and prints its choice, or the error in one line.
import { type BackendChoice, startRuntime } from "#lib/runtime/runtime.ts";

/** An adapter with this description, which gives no device. */
const adapter = (description: string) => ({
  info: { description, vendor: "", isFallbackAdapter: false },
  limits: {},
  requestDevice: () => Promise.reject(new Error("it is made up")),
});

const [backend, description] = Deno.args;
Object.defineProperty(navigator.gpu, "requestAdapter", {
  value: () => Promise.resolve(description ? adapter(description) : null),
});
try {
  const runtime = await startRuntime({ backend: backend as BackendChoice });
  console.log(`${runtime.backend}: ${runtime.description}`);
} catch (error) {
  console.log((error as Error).message);
}
Deno.exit(0);
