/**
 * What Deno's Jupyter kernel offers as `Deno.jupyter.broadcast`: a message to
 * all that look at the notebook, as Jupyter's messaging protocol has it.
 */
export type Broadcast = (
  type: "stream" | "display_data" | "update_display_data",
  content: Readonly<Record<string, unknown>>,
) => Promise<void> | void;

/** Deno's Jupyter kernel, or undefined where the program runs outside of it. */
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
