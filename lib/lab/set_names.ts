/** Names of the built-in sets of pairs. */
export const SET_NAMES = ["1", "2", "3", "4", "5"] as const;

/** Name of a built-in set of pairs. */
export type SetName = typeof SET_NAMES[number];
