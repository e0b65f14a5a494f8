import { parseHTML } from "linkedom";

/** A canvas that keeps the last drawn image. */
export interface FakeCanvas {
  readonly element: HTMLCanvasElement;
  /** Red, green, blue and opacity of every pixel. */
  shown: readonly number[];
}

/**
 * A page of outputs, with the parts of a browser that linkedom lacks: canvas and
 * timers.
 */
export function fakePage(body: string) {
  const page = parseHTML(`<!doctype html><html><body>${body}</body></html>`);
  const document = page.document as unknown as Document;
  const canvases: FakeCanvas[] = [];
  const timers = new Map<number, () => void>();
  const create = document.createElement.bind(document);
  document.createElement = ((name: string) => {
    const element = create(name);
    if (name === "canvas") {
      canvases.push(fakeCanvas(element as HTMLCanvasElement));
    }
    return element;
  }) as typeof create;
  const tell = (element: Element, event: string) =>
    element.dispatchEvent(new page.Event(event) as unknown as Event);
  let last = 0;
  return {
    document,
    canvases,
    timers,
    /** Runs the scripts of all outputs, as a notebook does. */
    run(): void {
      const start = (timer: () => void) => {
        timers.set(++last, timer);
        return last;
      };
      const stop = (id: number) => timers.delete(id);
      for (const { textContent } of document.querySelectorAll("script")) {
        const names = ["document", "setInterval", "clearInterval"];
        new Function(...names, textContent!)(document, start, stop);
      }
    },
    /** Moves a slider, as a user does. */
    slide(index: number, value: number): void {
      const slider = document.querySelectorAll("input")[index];
      slider.value = String(value);
      tell(slider, "input");
    },
    /** Presses the first button. */
    click(): void {
      tell(document.querySelector("button")!, "click");
    },
    /** Lets every timer run once. */
    tick(): void {
      for (const timer of [...timers.values()]) timer();
    },
    /** The text of an explorer's t, as shown and for a screen reader. */
    words(index: number): string[] {
      return [
        document.querySelectorAll("output")[index].textContent!,
        document.querySelectorAll("input")[index]
          .getAttribute("aria-valuetext")!,
      ];
    },
  };
}

function fakeCanvas(element: HTMLCanvasElement): FakeCanvas {
  const canvas: FakeCanvas = { element, shown: [] };
  const context = {
    createImageData: (width: number, height: number) => ({
      data: new Uint8ClampedArray(4 * width * height),
    }),
    putImageData({ data }: ImageData) {
      canvas.shown = [...data];
    },
  };
  element.getContext = (() => context) as unknown as typeof element.getContext;
  return canvas;
}
