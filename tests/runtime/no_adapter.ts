// Preloaded with `deno run --preload no_adapter.ts`: removes every GPU adapter.
Object.defineProperty(navigator.gpu, "requestAdapter", {
  value: () => Promise.resolve(null),
});
