import { dark, light, type Theme } from "../figures/palette.ts";

/**
 * The report's style: the figures' colours, light or dark by the reader's preference.
 */
export const REPORT_STYLE = `
:root { color-scheme: light dark; ${variables(light)} --error: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { ${variables(dark)} --error: #ff8a80; }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 1280px;
  background: var(--surface); color: var(--ink);
  font: 16px/1.5 "DejaVu Sans", system-ui, sans-serif;
}
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.25rem; margin: 3rem 0 0.25rem; overflow-wrap: anywhere; }
p { max-width: 75ch; }
a { color: var(--network); }
.note, figcaption, .facts { color: var(--muted); font-size: 0.875rem; }
.facts { margin: 0 0 0.75rem; }
.error { color: var(--error); overflow-wrap: anywhere; }
.box { overflow-x: auto; border: 1px solid var(--grid); border-radius: 8px; }
table { border-collapse: collapse; font-size: 0.8125rem; white-space: nowrap; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.6rem; text-align: right; font-weight: normal; }
thead th { text-align: center; color: var(--muted); vertical-align: bottom; }
thead tr:last-child th { text-align: right; border-bottom: 1px solid var(--grid); }
tbody th, thead th:first-child { position: sticky; left: 0; background: var(--surface); text-align: left; }
tbody tr:nth-child(even) td, tbody tr:nth-child(even) th { background: var(--band); }
.edge, thead th[colspan] { border-left: 1px solid var(--grid); }
.badge { border: 1px solid currentColor; border-radius: 4px; padding: 0 0.35em; font-size: 0.75rem; color: var(--muted); }
.failed .badge { color: var(--error); }
.missed { color: var(--error); }
.missed .bound { font-size: 0.6875rem; }
.preset { text-align: left; }
pre { margin: 0 0 1rem; padding: 0.6rem 0.8rem; overflow-x: auto; background: var(--band); border-radius: 8px; font-size: 0.875rem; }
figure { margin: 1.25rem 0 0; }
figure .box { width: fit-content; max-width: 100%; }
figure img { display: block; max-width: 100%; height: auto; }
figcaption { margin-top: 0.35rem; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; }
@media (max-width: 700px) {
  /* A figure keeps a size at which its text can be read, and scrolls. */
  figure img { max-width: none; }
  tbody th, thead th:first-child { white-space: normal; overflow-wrap: anywhere; min-width: 8rem; max-width: 45vw; }
}
`;

function variables(theme: Theme): string {
  return Object.entries(theme)
    .map(([name, color]) => `--${name}: ${color};`)
    .join(" ");
}
