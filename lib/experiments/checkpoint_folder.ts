/** The folder of a command's checkpoints, within the folder that it writes to. */
export const checkpointFolder = (out: string): string => `${out}/.checkpoints`;
