import config from "../../deno.json" with { type: "json" };
import { ROOMS } from "../../tests/rooms.ts";
import { filesBelow } from "../../tests/project_files.ts";
import { codeOf } from "../../tests/source_code.ts";
import { alignedTable } from "./aligned_table.ts";
import type { Blocks } from "./blocks_in_text.ts";
import { committed } from "./committed.ts";
import { paragraph } from "./paragraph.ts";

/** The rooms that the files of a room import from, in the order of all rooms. */
async function importsOf(room: string): Promise<string[]> {
  const paths = (await filesBelow(`lib/${room}`))
    .filter((path) => path.endsWith(".ts"));
  const sources = await Promise.all(
    paths.map(async (path) => codeOf(await committed(path))),
  );
  const named = new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/["'`](?:\.\.\/)+([a-z]+)\//g)].map(([, name]) =>
        name
      )
    ),
  );
  return ROOMS.filter((other) => other !== room && named.has(other));
}

const entryOf = (room: string): string | undefined =>
  Object.entries<string>(config.exports)
    .find(([, path]) => path === `./lib/${room}/mod.ts`)?.[0];

/** The first paragraph of a room's page. */
async function summaryOf(room: string): Promise<string> {
  const page = await committed(`docs/rooms/${room}.md`);
  return page.split(/\n\n+/)[1].replaceAll("\n", " ");
}

async function roomTable(): Promise<string> {
  const rows = await Promise.all(
    ROOMS.map(async (room) => [
      `[${room}](rooms/${room}.md)`,
      await summaryOf(room),
    ]),
  );
  return alignedTable([["room", "what it holds"], ...rows]);
}

async function roomFacts(room: string): Promise<string> {
  const imports = await importsOf(room);
  const linked = imports.map((name) => `[${name}](${name}.md)`).join(", ");
  const entry = entryOf(room);
  const first = imports.length === 0
    ? "It imports from no other room."
    : `It imports from ${linked}.`;
  return paragraph(
    entry === undefined
      ? `${first} It is not an entry of the package.`
      : `${first} In the package it is the entry \`${entry}\`.`,
  );
}

/** The list of rooms, and one block per room, `room-NAME`. */
export const roomBlocks: Blocks = {
  "rooms": roomTable,
  ...Object.fromEntries(
    ROOMS.map((room) => [`room-${room}`, () => roomFacts(room)]),
  ),
};
