import { encodeNpy } from "../datasets/npy.ts";
import { renderPng } from "../display/png.ts";
import { layersFiles } from "../model/export_layers.ts";
import type { Figure } from "../figures/figure.ts";
import { writeFolderWhole } from "../runtime/files.ts";
import { historyCsv } from "./history.ts";
import { MEMORY, memoryJson } from "./memory_file.ts";
import type { RunResult } from "./run.ts";

/** Number of pixels of a PNG per pixel of its SVG. */
const PNG_SCALE = 2;

/**
 * Writes a run's folder, completely or not at all: metrics.json, memory.json,
 * history.csv, the t of every held-out pair in the parameter's unit as .npy (float64),
 * every figure as .svg and .png, and model/.
 *
 * @throws UserError if the folder cannot be written.
 */
export async function writeRun(
  folder: string,
  result: RunResult,
): Promise<void> {
  await writeFiles(folder, await filesOf(result));
}

/**
 * Writes a folder of figures, completely or not at all, each as .svg and .png.
 *
 * @throws UserError if the folder cannot be written.
 */
export async function writeFigures(
  folder: string,
  figures: readonly Figure[],
): Promise<void> {
  await writeFiles(folder, await figureFiles(figures));
}

/**
 * Writes a folder of files, given by their paths in it, completely or not at all.
 *
 * @throws UserError if the folder cannot be written.
 */
export async function writeFiles(
  folder: string,
  files: readonly NamedFile[],
): Promise<void> {
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

export type NamedFile = readonly [name: string, content: string | Uint8Array];

async function filesOf(
  { prepared, evaluation, metrics, history, figures }: RunResult,
): Promise<NamedFile[]> {
  const files: NamedFile[] = [
    ["metrics.json", JSON.stringify(metrics, null, 2) + "\n"],
    [MEMORY, memoryJson()],
    ["history.csv", historyCsv(history)],
    ["model/generator.json", JSON.stringify(metrics.generator, null, 2) + "\n"],
  ];
  const { t, scored } = evaluation;
  const columns = {
    ...(scored === undefined ? {} : { t_true: scored.t }),
    t_network: t.network,
    t_refined: t.refined,
  };
  for (const [name, values] of Object.entries(columns)) {
    files.push([`${name}.npy`, encodeNpy({ shape: [values.length], values })]);
  }
  files.push(...await figureFiles(figures));
  const { spec, encoder, decoder, tNetwork } = prepared.trainer.model;
  const networks = {
    encoder: await layersFiles(encoder, { input: spec.middle }),
    decoder: await layersFiles(decoder, { output: spec.middle }),
    t_network: await layersFiles(tNetwork),
  };
  for (const [network, exported] of Object.entries(networks)) {
    for (const [name, content] of Object.entries(exported)) {
      files.push([`model/${network}/${name}`, content]);
    }
  }
  return files;
}

/** Renders every figure as .svg and .png. */
export async function figureFiles(
  figures: readonly Figure[],
): Promise<NamedFile[]> {
  const files: NamedFile[] = [];
  for (const { name, svg } of figures) {
    files.push([`${name}.svg`, svg]);
    files.push([`${name}.png`, await renderPng(svg, { scale: PNG_SCALE })]);
  }
  return files;
}
