// Run by choice_test.ts in processes of their own: starts the runtime with a
// made-up GPU adapter, and says what it chose, or in one line why it could not.
import { type BackendChoice, startRuntime } from "#lib/runtime/runtime.ts";

/** An adapter by its description, which gives no device. */
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
