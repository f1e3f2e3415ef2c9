/** The style sheet of reports and of the page, as text: it is set into the one file of a report. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f5f6f8; --text: #1b1f24; --quiet: #57606a; --rule: #d0d7de;
  --good: #116329; --bad: #b3261e; --open: #7a4d00;
  --hue-1: #0b6a8f; --hue-2: #9c2a8c; --hue-3: #8a5a00; --hue-4: #2f4fc4; --hue-5: #1a6b2d;
  --hue-6: #a8351f; --hue-7: #5b5f66; --hue-8: #5c3fb0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --raised: #1e2228; --text: #e4e7eb; --quiet: #a3adb8; --rule: #3a414a;
    --good: #6fd08c; --bad: #ff9d94; --open: #f0c060;
    --hue-1: #6cc7e8; --hue-2: #ee9be2; --hue-3: #e8c168; --hue-4: #a3b6ff; --hue-5: #84d898;
    --hue-6: #ffa68f; --hue-7: #b9c0c8; --hue-8: #c3b0ff;
  }
}
.hue-1 { --hue: var(--hue-1); } .hue-2 { --hue: var(--hue-2); } .hue-3 { --hue: var(--hue-3); }
.hue-4 { --hue: var(--hue-4); } .hue-5 { --hue: var(--hue-5); } .hue-6 { --hue: var(--hue-6); }
.hue-7 { --hue: var(--hue-7); } .hue-8 { --hue: var(--hue-8); }
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main { max-width: 76rem; margin: 0 auto; padding: 1rem clamp(0.75rem, 3vw, 2rem) 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1.05rem; }
code, pre, .drawing { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { background: var(--raised); padding: 0.75rem; overflow-x: auto; border-radius: 6px; }
code { background: var(--raised); padding: 0.1em 0.35em; border-radius: 4px; user-select: all; overflow-wrap: anywhere; }
.setup, .notes, figcaption { color: var(--quiet); }
.notes { font-size: 0.875rem; } .strong { font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: 0.25rem 0.6rem; text-align: left; vertical-align: top; }
thead th { border-bottom: 1px solid var(--rule); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 500; }
.figures tbody tr { border-bottom: 1px solid var(--rule); }
.figures .right { text-align: right; font-variant-numeric: tabular-nums; }
a { color: var(--hue-1); } .ends th { min-width: 16rem; } .ends .right { white-space: nowrap; }
.ends thead th { min-width: 0; } .examples { min-width: 20rem; max-width: 40rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
.badge { border: 1px solid currentColor; border-radius: 999px; padding: 0 0.55em; font-size: 0.85em; font-weight: 600; white-space: nowrap; }
.interruption { color: var(--bad); }
.title { font-weight: 400; }
.drawing { font-size: 0.8125rem; line-height: 1.45; }
.drawing td, .drawing th { border-left: 1px solid var(--rule); }
.drawing th:first-child { border-left: 0; }
.drawing .step td, .drawing .step th { border-top: 1px solid var(--rule); }
.drawing .number { color: var(--quiet); text-align: right; white-space: nowrap; font-weight: 400; }
.drawing .number.marked { color: var(--bad); font-weight: 700; }
.drawing abbr { text-decoration: none; }
.drawing .worker { color: var(--hue); min-width: 11rem; max-width: 26rem; overflow-wrap: anywhere; }
.remark { padding-left: 1.2em; text-indent: -1.2em; }
.remark.end, .remark.fault { font-weight: 700; }
.remark.error, .remark.fault, .faulty .remark { color: var(--bad); }
.waiting { color: var(--quiet); font-style: italic; }
.drawing .side { font-weight: 600; white-space: nowrap; }
.chart { margin: 1.5rem 0; max-width: 44rem; }
.chart svg:not(.key) { width: 100%; height: auto; }
.chart text { font-size: 12px; fill: var(--text); }
.chart .tick line { stroke: var(--rule); } .chart .tick text { fill: var(--quiet); }
.series path, .series rect, .series circle { fill: var(--hue); }
.series .line { fill: none; stroke: var(--hue); stroke-width: 2; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0; list-style: none; font-size: 0.875rem; }
.legend .key { width: 1em; height: 1em; vertical-align: -0.15em; margin-right: 0.3em; }
summary { cursor: pointer; color: var(--quiet); font-size: 0.875rem; }
:focus-visible { outline: 2px solid var(--hue-4); outline-offset: 2px; }
@media print { .scroll { overflow: visible; } details { display: none; } }
`;
