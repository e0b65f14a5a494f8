/**
 * Does pieces of work, numbered from 0 and begun in this order, at most `jobs` at a
 * time.
 *
 * @param work Does one piece, and returns whether further pieces may begin.
 * @throws The error of a piece, after all other begun pieces have ended.
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
