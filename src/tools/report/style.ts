/** The look of a report: one column, quiet, and the same on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 760px; padding: 32px 20px 64px; color: var(--chart-ink); background: var(--chart-paper);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 19px; margin: 40px 0 8px; padding-top: 12px; border-top: 1px solid var(--chart-rule); }
h3 { font-size: 16px; margin: 24px 0 4px; }
h4 { font-size: 15px; margin: 0; }
h4 q { margin-left: 0.3em; }
figure { margin: 16px 0; }
figcaption { font-weight: 600; margin-bottom: 4px; }
.lead { font-size: 17px; }
.note, .facts { color: var(--chart-muted); font-size: 13px; margin: 4px 0; }
.table { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--chart-rule); overflow-wrap: normal; }
th { color: var(--chart-muted); font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td q { display: block; color: var(--chart-muted); overflow-wrap: anywhere; }
article { margin: 16px 0; break-inside: avoid; }
article p { margin: 2px 0; }
article ul { margin: 6px 0; padding-left: 20px; }
blockquote { margin: 6px 0; padding: 2px 12px; border-left: 3px solid var(--chart-rule); font-size: 13px; }
dl { font-size: 13px; }
dt { font-weight: 600; }
dd { margin: 0 0 8px; color: var(--chart-muted); }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 11pt; }
  h2, h3, h4, figcaption { break-after: avoid; }
  figure, tr { break-inside: avoid; }
}
@page { margin: 18mm 16mm; }
`
