/** The progress of a computation of several stages. */
export interface Stages {
  /** Adds the length of future stages. */
  readonly expect: (length: number) => void;
  /**
   * Begins a stage, and ends the one before.
   *
   * @returns A function to call with the share of this stage that is done.
   */
  readonly begin: (
    what: string,
    length: number,
  ) => (done: number, total: number) => void;
}

/**
 * Prepares the progress of several stages.
 *
 * @param onProgress Gets the share of all expected stages that is done, which never
 * decreases, and the name of the present stage.
 */
export function stagesOf(
  onProgress: (share: number, what: string) => void,
): Stages {
  let [expected, ended, present, share] = [0, 0, 0, 0];
  return {
    expect: (length) => expected += length,
    begin(what, length) {
      ended += present;
      present = length;
      const tell = (done: number, total: number) => {
        const now = (ended + length * done / total) / expected;
        share = Math.min(Math.max(share, now), 1);
        onProgress(share, what);
      };
      tell(0, 1);
      return tell;
    },
  };
}
