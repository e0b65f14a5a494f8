import { REPORT_STYLE } from "./report_style.ts";

/** The style of the page of a detection: that of the report, with additions. */
export const DETECTION_STYLE = `${REPORT_STYLE}
body { max-width: 960px; }
.verdict { border-left: 6px solid var(--green); padding: 0.25rem 0 0.25rem 1rem; margin: 0 0 1.5rem; }
.verdict h1 { font-size: clamp(1.7rem, 6vw, 2.6rem); margin: 0 0 0.5rem; overflow-wrap: anywhere; }
.verdict p { font-size: 1.125rem; margin: 0; }
.verdict.weak { border-color: var(--amber); }
.verdict.none, .verdict.not-identifiable { border-color: var(--error); }
.facts { overflow-wrap: anywhere; }
.unbroken { white-space: nowrap; }
td { text-align: left; }
td.number { text-align: right; }
td.meaning { white-space: normal; min-width: 16rem; color: var(--muted); }
tr.matters td.number, tr.matters th { font-weight: bold; }
thead tr:last-child th.words { text-align: left; }
.box { width: fit-content; max-width: 100%; }
figure svg { display: block; }
details.unused { border: 1px solid var(--grid); border-radius: 8px; padding: 0.5rem 1rem; }
li { max-width: 75ch; margin: 0.25rem 0; }
@media (max-width: 700px) {
  figure svg { max-width: none !important; }
  tbody th, thead th:first-child { min-width: 0; overflow-wrap: break-word; }
  td.list { white-space: normal; }
  td.meaning { min-width: 12rem; }
}
`;
