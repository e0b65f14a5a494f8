import { renderPng } from "../display/png.ts";
import { layersFiles } from "../model/export_layers.ts";
import { writeFolderWhole } from "../runtime/files.ts";
import { historyCsv } from "./history.ts";
import type { RunResult } from "./run.ts";

/** Pixels of a PNG for one of its SVG. */
const PNG_SCALE = 2;

/**
 * Writes a run's folder: metrics.json, history.csv, every figure as .svg and
 * .png, and model/; the whole folder or nothing.
 *
 * @throws UserError when it cannot be written.
 */
export async function writeRun(
  folder: string,
  result: RunResult,
): Promise<void> {
  const files = await filesOf(result);
  await writeFolderWhole(folder, async (temporary) => {
    for (const [name, content] of files) {
      const path = `${temporary}/${name}`;
      const parent = path.slice(0, path.lastIndexOf("/"));
      await Deno.mkdir(parent, { recursive: true });
      await (typeof content === "string"
        ? Deno.writeTextFile(path, content)
        : Deno.writeFile(path, content));
    }
  });
}

type NamedFile = readonly [name: string, content: string | Uint8Array];

async function filesOf(
  { prepared, metrics, history, figures }: RunResult,
): Promise<NamedFile[]> {
  const files: NamedFile[] = [
    ["metrics.json", JSON.stringify(metrics, null, 2) + "\n"],
    ["history.csv", historyCsv(history)],
    ["model/generator.json", JSON.stringify(metrics.generator, null, 2) + "\n"],
  ];
  for (const { name, svg } of figures) {
    files.push([`${name}.svg`, svg]);
    files.push([`${name}.png`, await renderPng(svg, { scale: PNG_SCALE })]);
  }
  const { encoder, decoder, tNetwork } = prepared.trainer.model;
  const networks = { encoder, decoder, t_network: tNetwork };
  for (const [network, mlp] of Object.entries(networks)) {
    for (const [name, content] of Object.entries(await layersFiles(mlp))) {
      files.push([`model/${network}/${name}`, content]);
    }
  }
  return files;
}
