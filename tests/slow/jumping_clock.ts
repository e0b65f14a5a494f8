/** Preload for `deno run` that makes the time of day jump by years, to and fro. */
const { now } = Date;
const YEARS = 20 * 365.25 * 86_400_000;
let reads = 0;
Date.now = () => now() + (++reads % 2 === 0 ? YEARS : -YEARS);
