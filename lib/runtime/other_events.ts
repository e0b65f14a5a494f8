/** Lets timers, signals and a notebook's messages have their turn. */
export const otherEvents = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 0));
