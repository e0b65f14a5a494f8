/** Class of an explorer's root, to which style and script are limited. */
export const EXPLORER_CLASS = "symmetry-flow-explorer";

/**
 * Starts the explorers of a page: it replaces every still image by a canvas that shows
 * the frame that the slider selects.
 *
 * It is inserted into the page as text, so it uses only its argument and globals of
 * browsers.
 *
 * @param document the page
 */
export function startFlowExplorers(document: Document): void {
  const name = ".symmetry-flow-explorer";
  // If an output's script runs outside of it, the output is searched in the page.
  const own = document.currentScript?.closest<HTMLElement>(name);
  const roots = own ? [own] : document.querySelectorAll<HTMLElement>(name);
  for (const root of roots) {
    const controls = root.querySelector<HTMLElement>("[hidden]");
    if (!controls) continue; // This explorer was already started.
    const slider = root.querySelector("input")!;
    const end = (which: string) => Number(slider.getAttribute(which));
    const [low, high] = [end("min"), end("max")];
    const labels: string[] = JSON.parse(slider.dataset.labels!);
    const panels = Array.from(
      root.querySelectorAll<HTMLElement>("[data-frames]"),
      (panel) => {
        const { frames, height, width, channels } = panel.dataset;
        const bytes = Uint8Array.from(atob(frames!), (c) => c.charCodeAt(0));
        const size = Number(height) * Number(width) * Number(channels);
        const still = panel.querySelector("img")!;
        const canvas = document.createElement("canvas");
        canvas.width = Number(width);
        canvas.height = Number(height);
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", still.alt);
        still.replaceWith(canvas);
        const context = canvas.getContext("2d")!;
        const image = context.createImageData(canvas.width, canvas.height);
        return (frame: number) => {
          image.data.fill(255);
          bytes.subarray(frame * size, (frame + 1) * size).forEach((v, i) => {
            if (channels === "1") image.data.fill(v, 4 * i, 4 * i + 3);
            else image.data[4 * Math.floor(i / 3) + i % 3] = v;
          });
          context.putImageData(image, 0, 0);
        };
      },
    );
    const output = root.querySelector("output")!;
    const show = () => {
      const frame = Number(slider.value) - low;
      output.textContent = labels[frame];
      slider.setAttribute("aria-valuetext", labels[frame]);
      for (const draw of panels) draw(frame);
    };

    const button = root.querySelector("button")!;
    let timer = 0, direction = 1;
    const pause = () => {
      clearInterval(timer);
      timer = 0;
      button.textContent = "Play";
    };
    const go = () => {
      if (!root.isConnected) return pause();
      const at = Number(slider.value);
      if (at >= high) direction = -1;
      if (low >= at) direction = 1;
      slider.value = String(at + direction);
      show();
    };
    button.addEventListener("click", () => {
      if (timer) return pause();
      timer = Number(setInterval(go, 80));
      button.textContent = "Pause";
    });
    slider.addEventListener("input", () => {
      pause();
      show();
    });

    root.querySelector(".still")!.remove();
    controls.hidden = false;
    show();
  }
}

/**
 * The explorers' style. Text has the colour of the surrounding page, because a
 * notebook's theme does not follow the reader's system.
 */
export const EXPLORER_STYLE = `
.${EXPLORER_CLASS} { margin: 0.5em 0; font: 13px/1.4 "DejaVu Sans", system-ui, sans-serif; color: inherit; }
.${EXPLORER_CLASS} .panels { display: flex; flex-wrap: wrap; gap: 12px 20px; }
.${EXPLORER_CLASS} figure { flex: 1 1 170px; max-width: 210px; margin: 0; }
.${EXPLORER_CLASS} figcaption { margin-bottom: 4px; font-weight: bold; }
.${EXPLORER_CLASS} .frame { position: relative; aspect-ratio: 1; border: 1px solid color-mix(in srgb, currentColor 45%, transparent); }
.${EXPLORER_CLASS} .frame > * { position: absolute; inset: 0; display: block; width: 100%; height: 100%; max-width: none; margin: 0; image-rendering: pixelated; }
.${EXPLORER_CLASS} .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; max-width: 670px; margin-top: 10px; }
.${EXPLORER_CLASS} .controls[hidden] { display: none; }
.${EXPLORER_CLASS} label { display: flex; flex: 1 1 320px; align-items: center; gap: 10px; margin: 0; }
.${EXPLORER_CLASS} input { flex: 1; min-width: 120px; margin: 0; accent-color: #2a86c8; }
.${EXPLORER_CLASS} output { min-width: 9.5em; font-variant-numeric: tabular-nums; }
.${EXPLORER_CLASS} button { min-width: 5em; padding: 3px 10px; font: inherit; color: inherit; background: transparent; border: 1px solid currentColor; border-radius: 4px; cursor: pointer; }
.${EXPLORER_CLASS} .still { margin: 8px 0 0; }
`;
