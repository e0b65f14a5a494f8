/**
 * Preload for `deno run` that makes seconds pass 100 times as fast for the program, so
 * that a checkpoint is written three times a second, and makes the time of day jump by
 * years.
 */
const { now } = performance;
performance.now = () => 100 * now.call(performance);

const YEARS = 20 * 365.25 * 86_400_000;
const wall = Date.now;
let reads = 0;
Date.now = () => wall() + (++reads % 2 === 0 ? YEARS : -YEARS);
