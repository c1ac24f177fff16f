import type { Analysis, MetricName } from '../../analysis/index.ts'
import type { Asked, Engine } from './question.ts'

type Form = ReturnType<Engine['metricOf']>['form']

const same = (forms: readonly Form[], method: string) => Object.fromEntries(forms.map(form => [form, method]))

/** How intervals and percentiles are made, by what a metric is; for those who want to check a number. */
const METHODS: Partial<Record<Form, string>> = {
  ...same(['portion', 'rate', 'callers'], 'Rates: k of n; Wilson 95 % confidence interval.'),
  share: 'Shares of turns or tool calls: k of n; Wilson 95 % confidence interval, clustered by call.',
  ...same(
    ['ratio', 'price'],
    'Ratios: 95 % confidence interval from the variance between calls; n is the denominator.',
  ),
  number: 'Percentiles: linear between the two nearest values (type 7, as in spreadsheets and NumPy).',
}

const METHODS_OF_DIFFERENCES: Partial<Record<Form, string>> = {
  count: 'Counts have no verdict: they cover all calls, not a sample.',
  ...same(['portion', 'rate', 'callers'], 'Differences in rates: Newcombe 95 % confidence interval.'),
  share:
    'Differences in shares of turns or tool calls: 95 % confidence interval combined from both sides, clustered by call.',
  ratio: 'Differences in ratios: Welch 95 % confidence interval, clustered by call.',
  price:
    'Differences in unit costs: 95 % confidence interval combined from both sides, from the variance between calls.',
  number:
    'Differences in averages: Welch 95 % confidence interval; in percentiles: Woodruff, combined from both sides; clustered by call.',
}

const HISTOGRAM = 'Histograms: each bin includes its lower bound; the last one also its upper bound.'

/** The methods behind the numbers that are shown, each named once. */
export function methodsOf(
  { metrics, shown }: Asked,
  { comparison, histograms }: Analysis,
  { metricOf }: Engine,
): string[] {
  const table = comparison ? METHODS_OF_DIFFERENCES : METHODS
  const isPercentile = (name: MetricName): boolean => [...(shown.get(name) ?? [])].some(stat => stat.startsWith('p'))
  // Averages and maxima need no explanation.
  const isNamed = (name: MetricName): boolean => comparison !== undefined || !shown.has(name) || isPercentile(name)
  const methods = new Set(metrics.filter(isNamed).flatMap(name => table[metricOf(name).form] ?? []))
  return [...methods, ...(histograms.length > 0 ? [HISTOGRAM] : [])]
}
