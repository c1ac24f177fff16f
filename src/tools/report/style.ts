/** The look of a report: one column, quiet, and the same on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --chart-added: light-dark(#1a7f37, #56d364); --chart-removed: light-dark(#b42318, #ff8a80); }
body { margin: 0 auto; max-width: 720px; padding: 32px 20px 64px; color: var(--chart-ink); background: var(--chart-paper);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 19px; margin: 40px 0 8px; padding-top: 12px; border-top: 1px solid var(--chart-rule); }
h3 { font-size: 16px; margin: 24px 0 4px; }
h4, article h3 { font-size: 15px; margin: 0; }
h5 { font-size: 13px; margin: 12px 0 4px; }
figure { margin: 16px 0; }
figcaption { font-weight: 600; margin-bottom: 4px; }
.telephone { display: none; }
.whole { white-space: nowrap; }
.lead { font-size: 17px; }
.note, .facts { color: var(--chart-muted); font-size: 13px; margin: 4px 0; }
.id { font: 11px ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
table { border-collapse: collapse; width: 100%; margin: 12px 0; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 5px 0 5px 14px; border-bottom: 1px solid var(--chart-rule); overflow-wrap: break-word; }
tr > :first-child { padding-left: 0; }
thead th { color: var(--chart-muted); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 500; }
small { display: block; color: var(--chart-muted); font-size: 12px; font-weight: 400; }
small.strong { color: var(--chart-ink); font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
article { margin: 16px 0; break-inside: avoid; }
article.version { break-inside: auto; }
article p { margin: 2px 0; }
article ul { margin: 6px 0; padding-left: 20px; }
blockquote { margin: 6px 0; padding: 2px 12px; border-left: 3px solid var(--chart-rule); font-size: 13px; }
.time { color: var(--chart-muted); font-variant-numeric: tabular-nums; }
.lines { padding: 6px 10px; border: 1px solid var(--chart-rule); border-radius: 6px; font-size: 13px; }
.lines p { margin: 0; padding-left: 1.2em; text-indent: -1.2em; color: var(--chart-muted); }
.lines .added { color: var(--chart-added); }
.lines .removed { color: var(--chart-removed); }
dl { font-size: 13px; columns: 2; column-gap: 28px; }
dt { font-weight: 600; break-after: avoid; }
dd { margin: 0 0 8px; break-inside: avoid; color: var(--chart-muted); }
@media screen and (max-width: 600px) {
  body { padding: 20px 16px 40px; }
  .sheet { display: none; }
  .telephone { display: block; }
  dl { columns: 1; }
  h1 { font-size: 22px; }
  table, thead, tbody { display: block; }
  table { font-size: 14px; }
  tr { display: flex; flex-wrap: wrap; gap: 0 12px; padding: 6px 0; border-bottom: 1px solid var(--chart-rule); }
  th, td { flex: 1 1 0; min-width: 0; padding: 1px 0; border: 0; }
  td.number { white-space: normal; }
  thead th:first-child { display: none; }
  thead th:last-child, td:last-child { flex-grow: 1.6; }
  tbody th { flex: 0 0 100%; font-weight: 600; }
  .wide thead { display: none; }
  .wide td { display: flex; flex: 0 0 100%; justify-content: space-between; }
  .wide td::before { content: attr(data-name); color: var(--chart-muted); text-align: left; }
}
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, h3, h4, h5, figcaption, h2 + .note, h3 + .note { break-after: avoid; }
  figure, tr { break-inside: avoid; }
  thead { display: table-header-group; }
}
@page { margin: 16mm 16mm 18mm; @bottom-right { content: counter(page) ' / ' counter(pages); font: 9pt system-ui, sans-serif; color: #5c6570; } }
`
