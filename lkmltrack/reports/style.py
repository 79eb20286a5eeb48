"""The style sheet of a report: light and dark, for a desk, a telephone and paper."""

STYLE = """\
:root { color-scheme: light dark;
  --paper: #fff; --ink: #1c2128; --soft: #59636e; --rule: #d9dee4; --tint: #f5f7f9;
  --link: #0b5cad; --good: #1a7f37; --bad: #c0262d; --open: #96600a; --post: #5b3fb5; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181d; --ink: #dfe4ea; --soft: #98a3af; --rule: #353d47; --tint: #1d232a;
  --link: #79b8ff; --good: #56c271; --bad: #ff7b7b; --open: #e0ac52; --post: #b49cff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere; }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.55rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-bottom: .25rem;
  border-bottom: 1px solid var(--rule); }
p { margin: .5rem 0; }
a { color: var(--link); text-decoration-thickness: from-font; text-underline-offset: .15em; }
code { font: .82em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.2rem; margin: 0; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.strong { font-weight: 600; }
.dim { color: var(--soft); }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.open { color: var(--open); font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .93rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0;
  border-bottom: 1px solid var(--rule); overflow: hidden; }
th { color: var(--soft); font-weight: 500; white-space: nowrap; }
td.short { white-space: nowrap; }
.items { list-style: none; margin: .5rem 0; padding: 0; }
.items > li { padding: .55rem 0 .6rem; border-bottom: 1px solid var(--rule); overflow: hidden; }
.items + p, table + p { margin-top: 1.4rem; }
.quote { margin: .3rem 0 .3rem .1rem; padding-left: .8rem; border-left: 3px solid var(--rule); }
.quote q { quotes: none; }
.source { font-size: .93rem; color: var(--soft); }
figure { margin: 1.6rem 0 0; padding: .9rem .9rem .5rem; background: var(--tint);
  border-radius: .4rem; overflow: hidden; }
figcaption { color: var(--soft); font-size: .87rem; margin-bottom: .5rem; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: 0;
  margin: .5rem 0 0; font-size: .85rem; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: .35rem; }
.drawing { display: block; overflow: visible; }
.drawing text { fill: var(--soft); font-size: 11px; }
.drawing .lane text { fill: var(--ink); font-size: 12px; paint-order: stroke;
  stroke: var(--tint); stroke-width: 4px; stroke-linejoin: round; }
.drawing .moment text { fill: var(--post); font-size: 12px; font-weight: 600; }
.drawing line { stroke: var(--rule); }
.drawing .axis line { stroke-dasharray: 1 4; stroke: var(--soft); opacity: .5; }
.drawing .moment line { stroke: var(--post); opacity: .45; }
.mark { fill: var(--soft); fill-opacity: .75; }
.mark.posting { fill: var(--post); fill-opacity: 1; }
.mark.trailer { fill: var(--good); }
.mark.request { fill: var(--open); }
.mark.report { fill: none; stroke: var(--open); stroke-width: 2; }
.mark.withdrawn { fill: var(--tint); fill-opacity: 1; stroke: var(--bad); stroke-width: 2.5; }
.mark.nak { fill: none; stroke: var(--bad); stroke-width: 3; }
.mark.applied { fill: none; stroke: var(--good); stroke-width: 3; }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .87rem; }
@media (max-width: 40rem) {
  h1 { font-size: 1.3rem; }
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: .5rem; }
  figure { margin-inline: -.4rem; padding-inline: .6rem; }
  thead { display: none; }
  table, tbody, tr, td { display: block; }
  tr { padding: .5rem 0; border-bottom: 1px solid var(--rule); }
  td, td.short { border: 0; padding: .05rem 0; white-space: normal; }
  td:empty { display: none; }
  td[data-head]::before { content: attr(data-head) " "; color: var(--soft); font-size: .85em; }
}
@media print {
  main { max-width: none; padding: 0; }
  .items > li, tr, figure { break-inside: avoid; }
}
"""
