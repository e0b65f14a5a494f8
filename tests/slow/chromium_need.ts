import type { Need } from "../needs.ts";
import { program } from "../programs.ts";

const browsers = ["chromium", "chromium-browser", "google-chrome"];

/** The name of a Chromium on this machine, if there is one. */
export const browser = browsers.find((name) => program(name).met);

/** The need for a Chromium, of tests that open pages. */
export const chromium: Need = {
  met: browser !== undefined,
  reason: `no browser of ${browsers.join(", ")}`,
};
