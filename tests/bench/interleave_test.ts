import { assertEquals } from "@std/assert";
import { interleave } from "../../bench/interleave.ts";
import { fakePeer } from "./fake_peer.ts";

const asValue = (value: number) => ({ value });
const quiet = () => {};

Deno.test("interleave takes the peers in turn, in every case and round", async () => {
  const log: string[] = [];
  const peers = ["A", "B"].map((name) => fakePeer(name, log));
  const { answers, reasons } = await interleave(
    peers,
    [1, 2],
    2,
    asValue,
    quiet,
    0,
  );
  assertEquals(log.join(" "), "A1 B1 A2 B2 A1 B1 A2 B2");
  assertEquals(reasons, {});
  assertEquals(answers.at(-1), {
    peer: "B",
    case: 2,
    round: 1,
    reply: { ms: [2] },
  });
});

Deno.test("interleave goes on without a peer that fails, and says why", async () => {
  const log: string[] = [];
  const peers = [fakePeer("A", log, 1), fakePeer("B", log)];
  const { reasons } = await interleave(peers, [1, 2], 2, asValue, quiet, 0);
  assertEquals(log.join(" "), "A1 B1 B2 B1 B2");
  assertEquals(reasons, { A: "A is tired" });
});

Deno.test("interleave does not ask a peer that has nothing to do", async () => {
  const log: string[] = [];
  const peers = ["A", "B"].map((name) => fakePeer(name, log));
  await interleave(
    peers,
    [1, 2],
    1,
    (value, peer) => peer === "A" && value === 2 ? null : { value },
    quiet,
    0,
  );
  assertEquals(log.join(" "), "A1 B1 B2");
});
