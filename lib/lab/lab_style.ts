import { DETECTION_STYLE } from "../display/detection_style.ts";
import { EXPLORER_STYLE } from "../display/flow_explorer_page.ts";
import { SEVERAL_STYLE } from "../display/several_explorer.ts";

/** The style of the page: that of a detection's page, and of its controls. */
export const LAB_STYLE = `${DETECTION_STYLE}
${EXPLORER_STYLE}
${SEVERAL_STYLE}
#lab > section { margin-top: 2rem; }
#lab > section > h2:first-child { margin-top: 0; }
#drop { border: 2px dashed var(--muted); border-radius: 12px; padding: 0.5rem 1.25rem 1rem; }
#drop.over { border-color: var(--network); background: var(--band); }
.actions { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; max-width: none; }
button, .button, select, input[type="number"], ::file-selector-button {
  font: inherit; color: inherit; background: var(--band); border: 1px solid var(--muted);
  border-radius: 8px; padding: 0.45rem 0.9rem; min-height: 2.75rem;
}
button, ::file-selector-button { cursor: pointer; }
button:hover { border-color: var(--network); }
button:disabled { opacity: 0.5; cursor: default; }
:focus-visible { outline: 3px solid var(--network); outline-offset: 2px; }
.options { display: grid; gap: 0.75rem; padding: 0.75rem 0; justify-items: start; }
.options label[hidden] { display: none; }
.options label:not([hidden]) { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
input[type="number"] { width: 6.5rem; }
input[type="file"] { font: inherit; max-width: 100%; }
::file-selector-button { margin-inline-end: 0.6rem; }
.options label.check { flex-wrap: nowrap; }
input[type="checkbox"] { flex: none; width: 1.4rem; height: 1.4rem; accent-color: var(--network); }
progress { width: min(16rem, 100%); height: 1rem; accent-color: var(--network); }
#now { min-width: 11rem; }
#error:empty { display: none; }
#error { border-left: 6px solid var(--error); padding-left: 1rem; font-size: 1.05rem; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 0.75rem; padding: 0; margin: 0; list-style: none; }
.pairs li { display: flex; gap: 4px; margin: 0; }
.pairs canvas { width: calc(50% - 2px); image-rendering: pixelated; border: 1px solid var(--grid); }
#live img { max-width: 100%; height: auto; }
video { display: block; width: min(100%, 480px); border-radius: 8px; background: var(--band); }
.truth { border-left: 6px solid var(--network); padding-left: 1rem; }
.field { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.actions .field { flex: 1 1 16rem; max-width: 30rem; }
.actions:has(#link) { align-items: end; }
#link { font: inherit; font-size: 0.875rem; width: 100%; min-height: 2.75rem; color: inherit; background: var(--band); border: 1px solid var(--muted); border-radius: 8px; padding: 0 0.6rem; }
.files { columns: 16rem; margin: 0; }
.files li { margin: 0; }
.files a { display: inline-block; padding: 0.15rem 0; }
figure .box img { image-rendering: auto; }
@media (max-width: 700px) {
  .actions button { flex: 1 1 auto; }
  #sets button { padding-inline: 0.4rem; }
  #sets { gap: 0.4rem; }
}
`;
