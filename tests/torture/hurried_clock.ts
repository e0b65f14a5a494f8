/**
 * For `deno run --preload`: seconds that pass 100 times as fast for the program,
 * so that a checkpoint is written three times a second, and a clock on the wall that
 * jumps by years.
 */
const { now } = performance;
performance.now = () => 100 * now.call(performance);

const YEARS = 20 * 365.25 * 86_400_000;
const wall = Date.now;
let reads = 0;
Date.now = () => wall() + (++reads % 2 === 0 ? YEARS : -YEARS);
