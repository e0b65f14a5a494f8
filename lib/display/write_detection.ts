import { answerOf } from "../detection/answer.ts";
import type { Detection } from "../detection/detection.ts";
import { flowModel } from "../detection/flow_model.ts";
import { isUsable } from "../detection/found.ts";
import { powersOf } from "../lie/monomials.ts";
import {
  DETECTION_FIGURES,
  detectionFigures,
} from "../figures/detection/detection_figures.ts";
import { ensureWritable, naming, writeFolderWhole } from "../runtime/files.ts";
import { detectionArrays } from "./detection_arrays.ts";
import { detectionPage } from "./detection_page.ts";
import { renderPng } from "./png.ts";

/** A file's path within the folder, and its content. */
type NamedFile = readonly [path: string, content: string | Uint8Array];

const MODEL_FOLDER = "flow-model";

/** The page is written last, so that all files that it names exist. */
const PAGE = "index.html";

/** All paths that a detection may have written. */
const PATHS: readonly string[] = [
  "generator.json",
  "coefficients.npy",
  "t_refined.npy",
  "t_network.npy",
  "pairs.npy",
  ...DETECTION_FIGURES.flatMap((name) => [`${name}.svg`, `${name}.png`]),
  `${MODEL_FOLDER}/model.json`,
  `${MODEL_FOLDER}/weights.bin`,
  PAGE,
];

/**
 * Writes a detection to a folder: generator.json, the arrays of
 * {@linkcode detectionArrays}, every figure as .svg and .png, flow-model/ if there is a
 * generator of monomials, and index.html.
 *
 * Files of an earlier detection are removed; other files in the folder stay.
 *
 * @param command The command that repeats the detection, for the page.
 * @returns The written paths, within the folder.
 * @throws UserError if the folder cannot be written; no file of it has then changed,
 * unless the disk failed between two renamings.
 */
export async function writeDetection(
  folder: string,
  detection: Detection,
  command: string,
): Promise<string[]> {
  const takeAway = await ensureWritable(folder);
  const staged = `${folder}/.${crypto.randomUUID()}`;
  try {
    const files = await filesOf(detection, command);
    await writeFolderWhole(staged, async (temporary) => {
      await Deno.mkdir(`${temporary}/${MODEL_FOLDER}`);
      for (const [path, content] of files) {
        await (typeof content === "string"
          ? Deno.writeTextFile(`${temporary}/${path}`, content)
          : Deno.writeFile(`${temporary}/${path}`, content));
      }
    });
    const paths = files.map(([path]) => path);
    await naming(folder, () => moveAll(staged, folder, paths));
    return paths;
  } catch (error) {
    await removeIfThere(staged, { recursive: true });
    // The folder is only empty if it is new.
    await takeAway().catch(() => {});
    throw error;
  }
}

async function filesOf(
  detection: Detection,
  command: string,
): Promise<NamedFile[]> {
  const figures = detectionFigures(detection);
  const drawn: NamedFile[] = [];
  for (const { name, svg } of figures) {
    drawn.push([`${name}.svg`, svg]);
    drawn.push([`${name}.png`, await renderPng(svg)]);
  }
  const model = modelFiles(detection);
  return [
    ["generator.json", `${JSON.stringify(answerOf(detection), null, 2)}\n`],
    ...detectionArrays(detection),
    ...drawn,
    ...model,
    [
      PAGE,
      detectionPage(detection, {
        command,
        figures,
        flowModel: model.length > 0,
      }),
    ],
  ];
}

/**
 * Makes the files of the graph model; none if there is no usable generator, or one of
 * user-defined functions.
 */
function modelFiles(detection: Detection): NamedFile[] {
  const { basis, source } = detection;
  const monomials = basis.terms.every((term) => powersOf(term) !== undefined);
  if (!isUsable(detection) || !monomials) return [];
  return Object.entries(flowModel(detection, source))
    .map(([name, content]) => [`${MODEL_FOLDER}/${name}`, content]);
}

/**
 * Moves files from one folder to another, and removes those of an earlier detection that
 * were not written now.
 */
async function moveAll(
  from: string,
  to: string,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    if (path.startsWith(MODEL_FOLDER)) {
      await Deno.mkdir(`${to}/${MODEL_FOLDER}`, { recursive: true });
    }
    await Deno.rename(`${from}/${path}`, `${to}/${path}`);
  }
  for (const path of PATHS.filter((path) => !paths.includes(path))) {
    await removeIfThere(`${to}/${path}`);
  }
  if (!paths.some((path) => path.startsWith(MODEL_FOLDER))) {
    // The folder stays if it contains other files.
    await Deno.remove(`${to}/${MODEL_FOLDER}`).catch(() => {});
  }
  await Deno.remove(from, { recursive: true });
}

async function removeIfThere(
  path: string,
  options: Deno.RemoveOptions = {},
): Promise<void> {
  await Deno.remove(path, options).catch((error) => {
    const gone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!gone) throw error;
  });
}
