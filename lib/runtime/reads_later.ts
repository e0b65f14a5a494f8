import * as tf from "@tensorflow/tfjs";

/**
 * Whether values of the present backend can only be read asynchronously, as on a
 * graphics card.
 */
export const readsLater = (): boolean => tf.getBackend() === "webgpu";
