/** Where a command keeps its checkpoints, below the folder that it writes to. */
export const checkpointFolder = (out: string): string => `${out}/.checkpoints`;
