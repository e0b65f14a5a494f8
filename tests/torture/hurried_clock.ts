/**
 * For `deno run --preload`: seconds that pass 30 times as fast for the program,
 * so that a checkpoint is written every second, and a clock on the wall that
 * jumps by years.
 */
const { now } = performance;
performance.now = () => 30 * now.call(performance);

const YEARS = 20 * 365.25 * 86_400_000;
const wall = Date.now;
let reads = 0;
Date.now = () => wall() + (++reads % 2 === 0 ? YEARS : -YEARS);
