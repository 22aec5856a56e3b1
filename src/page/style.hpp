// How the report page looks: on a screen of any width and in print.
#pragma once

namespace varimix::internal {

inline constexpr char kStyle[] = R"css(
:root { color-scheme: light; --ink: #1a1a1a; --quiet: #55606e; --rule: #d9dde3; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem clamp(0.75rem, 3vw, 2rem); color: var(--ink);
  background: white; font: 16px/1.5 system-ui, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
header p { margin: 0.25rem 0 1rem; color: var(--quiet); overflow-wrap: anywhere; }
.warnings { border-left: 6px solid #d55e00; background: #fff4ec; padding: 0.25rem 1rem; }
.warnings h2 { margin: 0.5rem 0 0; }
.warnings ul { margin: 0.25rem 0 0.5rem; padding-left: 1.25rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
  gap: 0.5rem 1.5rem; margin: 1rem 0; }
dt { font-size: 0.85rem; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.92rem; }
caption { text-align: left; font-weight: 600; padding-bottom: 0.25rem; }
th, td { padding: 0.25rem 0.75rem; text-align: right; border-bottom: 1px solid var(--rule);
  white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
thead th { border-bottom: 2px solid var(--ink); font-weight: 600; }
tbody th { font-weight: normal; }
.figures { columns: 2 30rem; column-gap: 2rem; margin: 1rem 0; }
figure { margin: 0 0 1.75rem; break-inside: avoid; }
figure.wide { column-span: all; }
.chart { overflow-x: auto; }
.chart svg { display: block; }
figcaption { font-size: 0.9rem; color: var(--quiet); margin-top: 0.25rem; overflow-wrap: anywhere; }
figcaption strong { color: var(--ink); }
details { margin: 1rem 0; }
summary { cursor: pointer; }
pre { overflow-x: auto; font-size: 0.8rem; line-height: 1.4; }
footer { margin-top: 2rem; color: var(--quiet); font-size: 0.85rem; }
@media print {
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .figures { columns: auto; }
  figure, tr, .scroll, .warnings { break-inside: avoid; }
  figure { margin-bottom: 8mm; }
  h2 { break-after: avoid; }
  .chart, .scroll, pre { overflow: visible; }
  .chart svg { max-width: 100%; height: auto; }
  table { font-size: 8pt; }
  th, td { padding: 0.15rem 0.4rem; white-space: normal; }
  details { display: none; }
}
)css";

}  // namespace varimix::internal
