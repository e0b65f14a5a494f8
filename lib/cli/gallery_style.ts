import { REPORT_STYLE } from "../display/report_style.ts";

/** Style of the pages: that of the report, and rules for prose and code. */
export const GALLERY_STYLE = `${REPORT_STYLE}
main { max-width: 60rem; margin: 0 auto; }
img { max-width: 100%; height: auto; }
p, ul, ol { overflow-wrap: anywhere; }
code { font-size: 0.9em; }
pre { white-space: pre; }
pre.output { background: none; border: 1px solid var(--grid); }
math[display="block"] { overflow-x: auto; overflow-y: hidden; max-width: 100%; padding: 0.25rem 0; }
main > table { display: block; max-width: 100%; overflow-x: auto; white-space: normal; }
main > table :is(th, td):not([align]) { text-align: left; }
.output { margin: 1rem 0; }
.output.html { overflow-x: auto; max-width: 100%; }
.cards { list-style: none; padding: 0; display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.cards li { border: 1px solid var(--grid); border-radius: 8px; padding: 1rem; min-width: 0; }
.cards h2 { margin: 0 0 0.5rem; }
.cards img { display: block; width: 100%; max-height: 16rem; object-fit: contain; object-position: left top; }
@media (max-width: 700px) { figure .box { overflow-x: auto; } }
`;
