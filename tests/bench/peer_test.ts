import { assertEquals, assertRejects } from "@std/assert";
import { type Peer, PeerError, startPeer } from "../../bench/peer.ts";
import { needs, programs } from "../needs.ts";

/** Starts a program in JavaScript as a peer. */
function start(code: string): Promise<Peer> {
  const program = Deno.execPath();
  return startPeer({ name: "fake", program, args: ["eval", code] });
}

const ready = "console.log(JSON.stringify({ threads: 2 }));";
const lines = `
  import { createInterface } from "node:readline";
  for await (const line of createInterface({ input: process.stdin }))`;

Deno.test({
  ...needs(programs),
  name: "a peer says what it is, answers requests, and ends",
  async fn() {
    const peer = await start(`
      import process from "node:process";
      ${ready} ${lines} {
        console.log("noise");
        console.log(JSON.stringify({ twice: 2 * JSON.parse(line).value }));
      }`);
    assertEquals(peer.facts, { threads: 2 });
    assertEquals(await peer.ask({ value: 3 }), { twice: 6 });
    assertEquals(await peer.ask({ value: 4 }), { twice: 8 });
    await peer.close();
  },
});

Deno.test({
  ...needs(programs),
  name: "a peer's error is thrown, and it can be asked again",
  async fn() {
    const peer = await start(`
      import process from "node:process";
      ${ready} ${lines} console.log(JSON.stringify({ error: "no " + line }));`);
    for (const value of [1, 2]) {
      await assertRejects(
        () => peer.ask({ value }),
        PeerError,
        `no {"value":${value}}`,
      );
    }
    await peer.close();
  },
});

Deno.test({
  ...needs(programs),
  name:
    "the error of a peer that dies has its last line, at the start and later",
  async fn() {
    await assertRejects(
      () => start('console.error("no torch\\n"); Deno.exit(3)'),
      PeerError,
      "fake ended (exit code 3): no torch",
    );
    const peer = await start(`
      import process from "node:process";
      ${ready} ${lines} { console.error("out of memory"); Deno.exit(1); }`);
    await assertRejects(
      () => peer.ask({}),
      PeerError,
      "fake ended (exit code 1): out of memory",
    );
    await peer.close();
  },
});

Deno.test({
  ...needs(programs),
  name: "a program that does not exist is a missing peer",
  async fn() {
    const command = { name: "fake", program: "./no-such-program", args: [] };
    await assertRejects(() => startPeer(command), PeerError);
  },
});
