/**
 * The type of `Deno.jupyter.broadcast` of Deno's Jupyter kernel: it sends a message of
 * Jupyter's messaging protocol to all clients of the notebook.
 */
export type Broadcast = (
  type: "stream" | "display_data" | "update_display_data",
  content: Readonly<Record<string, unknown>>,
) => Promise<void> | void;

/** Returns Deno's Jupyter kernel, or undefined if the program runs outside of it. */
export function jupyterKernel(): { readonly broadcast: Broadcast } | undefined {
  try {
    return (Deno as { jupyter?: { readonly broadcast: Broadcast } }).jupyter;
  } catch {
    // Outside of the kernel, reading the property throws.
    return undefined;
  }
}

/** Whether this program runs inside Deno's Jupyter kernel. */
export function inNotebook(): boolean {
  return jupyterKernel() !== undefined;
}
