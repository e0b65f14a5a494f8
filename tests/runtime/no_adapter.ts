// Takes every GPU adapter away: deno run --preload no_adapter.ts
Object.defineProperty(navigator.gpu, "requestAdapter", {
  value: () => Promise.resolve(null),
});
