// Prints the time of a training step, kernel by kernel: in its simplest implementation,
// and in this project's.
// VIRTUAL_ENV=... deno run --allow-run --allow-write=results bench/profile_step.ts [MODEL]
import { textTable } from "#lib/display/text_table.ts";
import {
  ownBackends,
  ownCommand,
  preparingCommand,
  stockCommand,
} from "./commands.ts";
import { benchModels } from "./models.ts";
import { type PeerCommand, PeerError, startPeer } from "./peer.ts";
import type { ProfileReply } from "./profile_job.ts";
import { profileRows } from "./profile_rows.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

const [name = benchModels[0].name] = Deno.args;
const model = benchModels.find((model) => model.name === name);
if (model === undefined) {
  const names = benchModels.map(({ name }) => name).join(", ");
  console.error(`expected one of the models ${names}, found "${name}"`);
  Deno.exit(2);
}

/** Starts a peer, sends it one request, and ends it. */
async function ask<Reply>(
  command: PeerCommand,
  request: object,
): Promise<{ readonly description: unknown; readonly reply: Reply }> {
  const peer = await startPeer(command);
  try {
    const reply = await peer.ask<Reply>(request);
    return { description: peer.facts.description, reply };
  } finally {
    await peer.close();
  }
}

async function show(
  title: string,
  command: PeerCommand,
  folder: string,
): Promise<void> {
  try {
    const { description, reply } = await ask<ProfileReply>(
      command,
      { run: "profile", folder, batch: model!.headline },
    );
    const { ms, steps, loss } = reply;
    console.log(
      `\n${title}: ${description}\n${
        ms.toFixed(0)
      } ms a step (mean of ${steps}), loss ${loss.toFixed(3)}\n`,
    );
    console.log(textTable(profileRows(reply)));
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    console.log(`\n${title}: ${error.message}`);
  }
}

await inTemporaryFolder(async (folder) => {
  await ask(preparingCommand({}), {
    ...{ run: "prepareState", ...model, batches: [model.headline], folder },
  });
  await show("first", stockCommand(), folder);
  for (const backend of ownBackends) {
    await show(`after, ${backend}`, ownCommand(backend, {}), folder);
  }
});
