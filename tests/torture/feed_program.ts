// Run by fuzz.ts: feeds inputs of one kind, and prints a line of JSON after each: its
// fault, or an empty text.
import { randomStream } from "#lib/random/streams.ts";
import type { Feed } from "./feeds.ts";
import * as files from "./file_feeds.ts";
import * as pairs from "./pair_feeds.ts";
import * as texts from "./text_feeds.ts";

const [kind, folder, count, seed] = Deno.args;
const feeds: Readonly<Record<string, Feed>> = { ...files, ...pairs, ...texts };
const feed = await feeds[kind](folder, randomStream(Number(seed), kind));
for (let i = 0; i < Number(count); i++) {
  let fault = "";
  try {
    await feed();
  } catch (error) {
    fault = `${kind} ${i}: ${error}`.replaceAll(/\s+/g, " ").slice(0, 300);
  }
  console.log(JSON.stringify(fault));
}
Deno.exit(0);
