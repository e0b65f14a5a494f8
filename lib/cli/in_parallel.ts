/**
 * Does numbered pieces of work, in their order, so many at a time.
 *
 * @param work Says whether further pieces are to be begun.
 * @throws What a piece throws; the others that were begun have then ended.
 */
export async function inParallel(
  count: number,
  jobs: number,
  work: (i: number) => Promise<boolean>,
): Promise<void> {
  let next = 0;
  let goesOn = true;
  const worker = async () => {
    while (goesOn && next < count) {
      const i = next++;
      try {
        if (!await work(i)) goesOn = false;
      } catch (error) {
        goesOn = false;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: jobs }, worker));
  for (const result of ended) {
    if (result.status === "rejected") throw result.reason;
  }
}
