/** Calls a function once, as soon as a training in this process reports 40 %. */
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
