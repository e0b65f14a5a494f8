/**
 * Lets the clock on the wall jump by years, to and fro, for a program that is
 * started with `deno run --preload jumping_clock.ts`.
 */
const { now } = Date;
const YEARS = 20 * 365.25 * 86_400_000;
let reads = 0;
Date.now = () => now() + (++reads % 2 === 0 ? YEARS : -YEARS);
