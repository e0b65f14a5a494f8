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

/** A file's path within the folder, and what it holds. */
type NamedFile = readonly [path: string, content: string | Uint8Array];

const MODEL_FOLDER = "flow-model";

/** The page comes last, so that all it names is there. */
const PAGE = "index.html";

/** Every path that is ever written. */
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
 * Writes a detection into a folder: generator.json, the arrays of
 * {@linkcode detectionArrays}, every figure as .svg and .png, flow-model/ where there
 * is a generator of monomials, and index.html.
 *
 * Other files in the folder stay; those of an earlier detection go.
 *
 * @param command The command that makes the same again, for the page.
 * @returns The paths written, within the folder.
 * @throws UserError when the folder cannot be written; then no file of it has
 * changed, unless the disk failed between two renamings.
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
    // Nothing is in it only where it is new.
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

/** None where there is no generator to use, or one of the user's own functions. */
function modelFiles(detection: Detection): NamedFile[] {
  const { basis, source } = detection;
  const monomials = basis.terms.every((term) => powersOf(term) !== undefined);
  if (!isUsable(detection) || !monomials) return [];
  return Object.entries(flowModel(detection, source))
    .map(([name, content]) => [`${MODEL_FOLDER}/${name}`, content]);
}

/** Files from one folder into another; what was written before and is not now goes. */
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
    // It stays where there is something else in it.
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
