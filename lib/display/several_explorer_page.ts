/** Class of the root of an explorer of several generators. */
export const SEVERAL_CLASS = "symmetry-several-explorer";

/** The data that the page's script moves an image with. */
export interface ScriptFlow {
  /**
   * Per generator, one row per monomial: the exponents of x and y, and the velocity
   * along x and along y, half-frames per unit of t.
   */
  readonly fields: readonly (readonly (readonly number[])[])[];
  /** Pixels per side of the image. */
  readonly side: number;
  /** The byte of pixels outside of the image. */
  readonly beyond: number;
  /**
   * Distance from the middle, in half-frames, beyond which points are no longer moved.
   */
  readonly far: number;
  /**
   * Number of Runge-Kutta steps per unit of the field's norm, and the largest number.
   */
  readonly stepsPerUnit: number;
  readonly mostSteps: number;
  /** Number of arrows per side. */
  readonly arrows: number;
}

/**
 * Starts the explorers of a page. Each has one slider per generator; the image is moved
 * by exp(-sum_k t_k G_k), under the arrows of the field sum_k t_k G_k.
 *
 * It is inserted into the page as text, so it uses only its argument and globals of
 * browsers.
 *
 * @param document the page
 */
export function startSeveralExplorers(document: Document): void {
  const name = ".symmetry-several-explorer";
  // If an output's script runs outside of it, the output is searched in the page.
  const own = document.currentScript?.closest<HTMLElement>(name);
  const roots = own ? [own] : document.querySelectorAll<HTMLElement>(name);
  for (const root of roots) {
    const controls = root.querySelector<HTMLElement>("[hidden]");
    if (!controls) continue; // This explorer was already started.
    const frame = root.querySelector<HTMLElement>("[data-flow]")!;
    const flow: ScriptFlow = JSON.parse(frame.dataset.flow!);
    const { fields, side, beyond, far, stepsPerUnit, mostSteps } = flow;
    const bytes = Uint8Array.from(
      atob(frame.dataset.image!),
      (c) => c.charCodeAt(0),
    );
    const still = frame.querySelector("img")!;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", still.alt);
    still.replaceWith(canvas);
    const context = canvas.getContext("2d")!;
    const image = context.createImageData(side, side);

    const value = (row: number, column: number) =>
      row >= 0 && side > row && column >= 0 && side > column
        ? bytes[row * side + column]
        : beyond;
    /** Samples the image bilinearly. */
    const sample = (x: number, y: number) => {
      const column = (x + 1) * side / 2 - 0.5, row = (y + 1) * side / 2 - 0.5;
      const c = Math.floor(column), r = Math.floor(row);
      const right = column - c, down = row - r;
      return (1 - down) *
          ((1 - right) * value(r, c) + right * value(r, c + 1)) +
        down *
          ((1 - right) * value(r + 1, c) + right * value(r + 1, c + 1));
    };
    const velocity = (rows: number[][], x: number, y: number) => {
      let gx = 0, gy = 0;
      if (Math.abs(x) >= far || Math.abs(y) >= far) return [0, 0];
      for (const [px, py, vx, vy] of rows) {
        const monomial = x ** px * y ** py;
        gx += vx * monomial;
        gy += vy * monomial;
      }
      return [gx, gy];
    };
    /** Computes the point phi_{-1} that the content at a point comes from. */
    const source = (rows: number[][], steps: number, x: number, y: number) => {
      const h = -1 / steps;
      for (let k = 0; steps > k; k++) {
        const a = velocity(rows, x, y);
        const b = velocity(rows, x + h / 2 * a[0], y + h / 2 * a[1]);
        const c = velocity(rows, x + h / 2 * b[0], y + h / 2 * b[1]);
        const d = velocity(rows, x + h * c[0], y + h * c[1]);
        x += h / 6 * (a[0] + 2 * b[0] + 2 * c[0] + d[0]);
        y += h / 6 * (a[1] + 2 * b[1] + 2 * c[1] + d[1]);
        x = Math.min(far, Math.max(-far, x));
        y = Math.min(far, Math.max(-far, y));
      }
      return sample(x, y);
    };
    const drawImage = (rows: number[][]) => {
      const squares = rows.map(([, , vx, vy]) => vx * vx + vy * vy);
      const norm = Math.sqrt(squares.reduce((sum, value) => sum + value, 0));
      const steps = Math.min(mostSteps, Math.ceil(stepsPerUnit * norm));
      image.data.fill(255);
      for (let i = 0; side * side > i; i++) {
        const x = (2 * (i % side) + 1) / side - 1;
        const y = (2 * Math.floor(i / side) + 1) / side - 1;
        const gray = Math.round(source(rows, steps, x, y));
        image.data.fill(gray, 4 * i, 4 * i + 3);
      }
      context.putImageData(image, 0, 0);
    };
    /**
     * Draws the arrows' path, in half-frames; lengths are velocities, limited by the
     * grid.
     */
    const drawArrows = (rows: number[][]) => {
      const count = flow.arrows, all: number[][] = [];
      for (let i = 0; count * count > i; i++) {
        const x = (2 * (i % count) + 1) / count - 1;
        const y = (2 * Math.floor(i / count) + 1) / count - 1;
        all.push([x, y, ...velocity(rows, x, y)]);
      }
      const most = Math.max(...all.map(([, , vx, vy]) => Math.hypot(vx, vy)));
      const scale = Math.min(1, 1.6 / count / (most || 1)) / 2;
      const path = all.map(([x, y, vx, vy]) => {
        const ux = scale * vx, uy = scale * vy;
        if (0.005 > Math.hypot(ux, uy)) return "";
        const at = (along: number, aside: number) =>
          `${(x + along * ux - aside * uy).toFixed(3)},${
            (y + along * uy + aside * ux).toFixed(3)
          }`;
        return `M${at(-1, 0)}L${at(1, 0)}M${at(0.4, 0.4)}L${at(1, 0)}L${
          at(0.4, -0.4)
        }`;
      }).join("");
      for (const one of root.querySelectorAll("path")) {
        one.setAttribute("d", path);
      }
    };

    const sliders = [...root.querySelectorAll("input")];
    const outputs = [...root.querySelectorAll("output")];
    const show = () => {
      const rows = sliders.flatMap((slider, k) => {
        const at = Number(slider.value);
        const label = JSON.parse(slider.dataset.labels!)[
          at - Number(slider.getAttribute("min"))
        ];
        outputs[k].textContent = label;
        slider.setAttribute("aria-valuetext", label);
        const t = at * Number(slider.dataset.step);
        return fields[k].map(([px, py, vx, vy]) => [px, py, t * vx, t * vy]);
      });
      drawImage(rows);
      drawArrows(rows);
    };
    for (const slider of sliders) slider.addEventListener("input", show);
    root.querySelector("button")!.addEventListener("click", () => {
      for (const slider of sliders) slider.value = "0";
      show();
    });
    root.querySelector(".still")!.remove();
    controls.hidden = false;
    show();
  }
}
