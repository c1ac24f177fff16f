import { CHART_STYLE, type SvgNode, toMarkup } from '../../charts/index.ts'
import { formatInstant } from '../../domain/time.ts'
import { oneLine, plural } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import type { FromArchive } from '../from-archive.ts'
import type { Selection } from '../selection.ts'
import { type Answers, askAll, isThere } from './ask.ts'
import { cleaned, h, note, section } from './elements.ts'
import { agents, cost, glance, outcomes, spread, tools, trend } from './numbers.ts'
import { comparedRows, inWords, pointsOf } from './read.ts'
import { REPORT_STYLE } from './style.ts'
import { changed, why, worthHearing } from './words.ts'

interface Basis {
  /** Arguments that select the calls. */
  filters: object
  selection: Selection
  synced: FromArchive
  calls: number
  /** What of personal data is masked. */
  masking: string
}

/** The report as one HTML file without anything outside of it: no script, no font, no address that is asked for. */
export async function reportPage(basis: Basis, context: ToolContext): Promise<string> {
  const answers = await askAll(basis.filters, basis.selection, context)
  const title = `Voice agent calls, ${periodOf(basis.selection)}`
  const body = h(
    'body',
    {},
    header(title, basis, answers, context),
    ...[glance, trend, outcomes, why, changed, agents, tools, spread, cost, worthHearing].map(part => part(answers)),
    definitions(answers),
    coverage(basis, answers),
  )
  const name = toMarkup(cleaned(h('title', {}, title)))
  const style = `<style>${CHART_STYLE}${REPORT_STYLE}</style>`
  return `<!doctype html>\n<html lang="en">\n<head>${META}${name}${style}</head>\n${toMarkup(cleaned(body))}\n</html>\n`
}

const META = [
  '<meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width, initial-scale=1">',
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
].join('')

/** `2026-11-09 to 2026-11-15` where both are whole days. */
const periodOf = ({ described }: Selection): string =>
  described.window
    .replace(/ \(all of .*$/s, '')
    .replace(' 00:00', '')
    .replace(' 24:00', '')
    .replace(/, [^,]*$/, '')

function header(title: string, { selection, calls, synced }: Basis, answers: Answers, { now }: ToolContext): SvgNode {
  return h(
    'header',
    {},
    h('h1', {}, title),
    h('p', { class: 'lead' }, `${plural(calls, 'call')}. ${summary(answers)}`),
    note(`Filters: ${selection.described.filters}. ${synced.read}`),
    note(`Made at ${formatInstant(now(), selection.zone)} by conversations-mcp.`),
  )
}

/** The two numbers that everybody asks for first. */
function summary({ glance, outcomes }: Answers): string {
  if (!isThere(glance)) return ''
  const success = glance.comparison && comparedRows(glance).find(({ label }) => label === 'success_rate')
  if (success && success.value !== null) {
    const { value, difference, verdict } = success
    const change = difference === null ? '' : `, ${points(difference)} against the period before (${verdict})`
    return `${percent(value)} % successful${change}.`
  }
  const share = isThere(outcomes) && pointsOf(outcomes, 'portion').find(({ label }) => label === 'success')
  return share && share.value !== null ? `${percent(share.value)} % successful.` : ''
}

const percent = (share: number): string => (share * 100).toFixed(1)
const points = (share: number): string => `${share > 0 ? '+' : ''}${percent(share)} points`

/** Every metric and group of the report, once. */
function definitions(answers: Answers): SvgNode {
  const all = new Map<string, string>()
  for (const answer of Object.values(answers)) {
    if (!('definitions' in answer)) continue
    for (const { name, definition } of answer.definitions) all.set(name, definition)
  }
  const entries = [...all].flatMap(([name, definition]) => [h('dt', {}, inWords(name)), h('dd', {}, definition)])
  return section('Definitions', h('dl', {}, ...entries))
}

/** What the numbers rest on, and what they leave out. */
function coverage({ selection, masking }: Basis, answers: Answers): SvgNode {
  const all = Object.values(answers).flatMap(answer => ('coverage' in answer ? (answer.coverage.notes ?? []) : []))
  const methods = Object.values(answers).flatMap(answer => ('methods' in answer ? (answer.methods ?? []) : []))
  return section(
    'Coverage',
    note(`Window: ${selection.described.window}. Filters: ${selection.described.filters}.`),
    ...[...new Set([...all, ...methods].map(oneLine))].map(note),
    note(masking),
  )
}
