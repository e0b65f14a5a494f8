import { startRuntime } from "#lib/runtime/runtime.ts";
import { smallTrainer } from "../training/small_trainer.ts";
await startRuntime({ backend: "wasm" });
const n = Number(Deno.args[0]);
using trainer = smallTrainer({ basinSteps: n, jointSteps: n });
const gc = (globalThis as unknown as { gc?: () => void }).gc;
const mb = (x: number) => (x / 2 ** 20).toFixed(1);
for (let s = 500; s <= 2 * n; s += n / 4) {
  while (trainer.state.step < s) trainer.advance();
  gc?.();
  if (Deno.args[1] === "yield") { await new Promise((r) => setTimeout(r, 20)); gc?.(); }
  const m = Deno.memoryUsage();
  console.log(s, "rss", mb(m.rss), "heapTotal", mb(m.heapTotal), "used", mb(m.heapUsed), "ext", mb(m.external));
}
Deno.exit(0);
