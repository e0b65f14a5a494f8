/** How far a computation of several stages is. */
export interface Stages {
  /** Adds the length of stages that will come. */
  readonly expect: (length: number) => void;
  /**
   * Begins a stage; the one before has ended.
   *
   * @returns Tells how much of this stage is done.
   */
  readonly begin: (
    what: string,
    length: number,
  ) => (done: number, total: number) => void;
}

/**
 * @param onProgress Gets the share of all expected stages that is done, which never
 * becomes less, and the name of the present stage.
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
