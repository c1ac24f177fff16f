import type { Analysis, MetricName } from '../../analysis/index.ts'
import type { Asked, Engine } from './question.ts'

type Form = ReturnType<Engine['metricOf']>['form']

const same = (forms: readonly Form[], method: string) => Object.fromEntries(forms.map(form => [form, method]))

/** How intervals and percentiles are made, by what a metric is; for those who want to check a number. */
const METHODS: Partial<Record<Form, string>> = {
  ...same(['portion', 'rate', 'callers'], 'Rates: k of n; 95 % interval after Wilson.'),
  share: 'Shares of turns or tool calls: k of n; 95 % interval after Wilson, calls as clusters.',
  ...same(
    ['ratio', 'price'],
    'Ratios: 95 % interval from the variance between calls; n is what the sum is divided by.',
  ),
  number: 'Percentiles: interpolated between the two nearest values.',
}

const METHODS_OF_DIFFERENCES: Partial<Record<Form, string>> = {
  count: 'Counts have no verdict: all calls are counted, none is a sample.',
  ...same(['portion', 'rate', 'callers'], "Differences of rates: Newcombe's 95 % interval."),
  share: 'Differences of shares of turns or tool calls: 95 % interval from those of both sides, calls as clusters.',
  ratio: "Differences of ratios: Welch's 95 % interval, calls as clusters.",
  price: 'Differences of prices: 95 % interval from those of both sides, from the variance between calls.',
  number:
    "Differences of averages: Welch's 95 % interval; of percentiles: from Woodruff's of both sides; calls as clusters.",
}

const HISTOGRAM = 'Histograms: from one bound to below the next; the last bin holds its upper bound, too.'

/** The methods behind the numbers that are shown, each named once. */
export function methodsOf(
  { metrics, shown }: Asked,
  { comparison, histograms }: Analysis,
  { metricOf }: Engine,
): string[] {
  const table = comparison ? METHODS_OF_DIFFERENCES : METHODS
  const isPercentile = (name: MetricName): boolean => [...(shown.get(name) ?? [])].some(stat => stat.startsWith('p'))
  // How an average or a maximum is made nobody asks.
  const isNamed = (name: MetricName): boolean => comparison !== undefined || !shown.has(name) || isPercentile(name)
  const methods = new Set(metrics.filter(isNamed).flatMap(name => table[metricOf(name).form] ?? []))
  return [...methods, ...(histograms.length > 0 ? [HISTOGRAM] : [])]
}
