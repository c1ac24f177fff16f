/**
 * Colours and strokes of the charts, to be put once into the page that shows them. A host's own variables come first;
 * `color-scheme` decides between light and dark.
 */
export const CHART_STYLE = `
:root {
  --chart-ink: var(--color-text-primary, light-dark(#1d2127, #e8eaed));
  --chart-muted: var(--color-text-secondary, light-dark(#5c6570, #a3abb5));
  --chart-rule: var(--color-border-secondary, light-dark(#e3e6ea, #343a42));
  --chart-paper: var(--color-background-primary, light-dark(#ffffff, #17191c));
  --chart-1: light-dark(#2563c9, #6ea8fe);
  --chart-2: light-dark(#c2590c, #f2a25c);
  --chart-3: light-dark(#0c7d6f, #4fc7b5);
  --chart-4: light-dark(#7a4bc4, #b79bf0);
  --chart-5: light-dark(#b3306b, #f08bb8);
  --chart-6: light-dark(#5d6b1f, #b9c76a);
}
.chart { display: block; max-width: 100%; height: auto; font: 12px var(--font-sans, system-ui, sans-serif); }
.chart text { fill: var(--chart-ink); }
.chart .axis text, .chart .axis-end, .chart .muted, .chart .counts text { fill: var(--chart-muted); }
.chart .value, .chart .difference { font-variant-numeric: tabular-nums; }
.chart .rule { stroke: var(--chart-rule); }
.chart .zero { stroke: var(--chart-muted); }
.chart .series-1, .chart.series-1 { --ink: var(--chart-1); }
.chart .series-2 { --ink: var(--chart-2); }
.chart .series-3 { --ink: var(--chart-3); }
.chart .series-4 { --ink: var(--chart-4); }
.chart .series-5 { --ink: var(--chart-5); }
.chart .series-6 { --ink: var(--chart-6); }
.chart .line { fill: none; stroke: var(--ink); stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.chart .dashed { stroke-dasharray: 3 4; }
.chart .band { fill: var(--ink); opacity: 0.16; }
.chart .dot { fill: var(--ink); stroke: var(--ink); stroke-width: 1.5; }
.chart .dot.hollow { fill: var(--chart-paper); }
.chart .dot.other { fill: var(--chart-paper); stroke: var(--chart-muted); stroke-width: 2; }
.chart .bar { fill: var(--ink); opacity: 0.85; }
.chart .bar.partial { fill: var(--chart-paper); stroke: var(--ink); stroke-dasharray: 3 3; opacity: 1; }
.chart .whisker { fill: none; stroke: var(--chart-ink); stroke-width: 1.5; }
.chart .missing { fill: none; stroke: var(--chart-muted); stroke-width: 1.5; }
.chart .counts rect { fill: var(--chart-muted); opacity: 0.5; }
.chart .span { stroke: var(--chart-muted); stroke-width: 2; }
.chart .row .dot:not(.other) { fill: var(--chart-muted); stroke: var(--chart-muted); }
.chart .significant .dot:not(.other) { fill: var(--ink); stroke: var(--ink); }
.chart .significant .span { stroke: var(--ink); }
.chart .significant .difference { font-weight: 600; }
.chart .hit { fill: transparent; }
.chart [role=button] { cursor: pointer; }
.chart .hit[role=button]:hover { fill: var(--chart-ink); opacity: 0.06; }
`
