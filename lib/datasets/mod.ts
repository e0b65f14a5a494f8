/**
 * Image sets, pairs with a known t, and pairs read from files.
 *
 * @module
 */
export { type Dataset, type DatasetFolders, datasets } from "./datasets.ts";
export type { ChannelsAxis, OpenOptions, PairOptions } from "./image_axes.ts";
export type { FileStore, OpenedFile, StoredEntry } from "./file_store.ts";
export type { ImageStack } from "./image_stack.ts";
export type { LoadOptions, LoadProgress } from "./load_options.ts";
export { memoryStacks } from "./memory_stack.ts";
export { openPairs } from "./open_images.ts";
export {
  type GroundTruth,
  type GroupGroundTruth,
  makeGroupPairs,
  makePairs,
  withNoise,
} from "./pairs.ts";
export type { SequencePlaces } from "./sequence_places.ts";
export { someImages } from "./some_images.ts";
export type { StackPair } from "./stack_pair.ts";
export type { ImageSet, ImageShape, Pairs, Surroundings } from "./types.ts";
export type { ValueType } from "./value_type.ts";
