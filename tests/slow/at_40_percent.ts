/**
 * Does something once, as soon as the progress of a training that runs in this
 * process says 40 %.
 */
export function at40Percent(act: () => void): void {
  const { error } = console;
  let done = false;
  console.error = (...words: unknown[]) => {
    error(...words);
    if (done || !words.some((word) => String(word).includes("(40 %)"))) return;
    done = true;
    act();
  };
}
