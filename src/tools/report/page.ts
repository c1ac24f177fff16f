import { CHART_STYLE, type SvgNode, shownDifference, shownValue, toMarkup } from '../../charts/index.ts'
import { formatInstant } from '../../domain/time.ts'
import { oneLine, plural } from '../../render/text.ts'
import { definitionText } from '../analyze/render.ts'
import type { ToolContext } from '../define.ts'
import { type Answers, type Asked, isThere } from './answers.ts'
import { askAll } from './ask.ts'
import { worthHearing } from './calls.ts'
import { changed } from './changes.ts'
import { cleaned, h, note, section } from './elements.ts'
import { why } from './explained.ts'
import { agents, cost, glance, outcomes, spread, tools, trend } from './numbers.ts'
import { comparedRows, inWords, pointsOf } from './read.ts'
import { REPORT_STYLE } from './style.ts'

interface Basis extends Asked {
  /** Where the calls come from, and when they were read. */
  read: string
  /** What of personal data is masked. */
  masking: string
}

/** The report as one HTML file without anything outside of it: no script, no font, no address that is asked for. */
export async function reportPage(basis: Basis, context: ToolContext): Promise<string> {
  const answers = await askAll(basis, context)
  const period = periodOf(basis.selection, context.now())
  const parts = [glance, trend, outcomes, why, changed, agents, tools, spread, cost, worthHearing, definitions]
  const body = h(
    'body',
    {},
    header(period, basis, answers, context),
    h('main', {}, ...parts.map(part => part(answers)), coverage(basis, answers)),
  )
  const name = toMarkup(cleaned(h('title', {}, `${TITLE}, ${period}`)))
  const style = `<style>${CHART_STYLE}${REPORT_STYLE}</style>`
  return `<!doctype html>\n<html lang="en">\n<head>${META}${name}${style}</head>\n${toMarkup(cleaned(body))}\n</html>\n`
}

const TITLE = 'Voice agent calls'

const META = [
  '<meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width, initial-scale=1">',
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
].join('')

/** `2026-11-09 to 2026-11-15`: the days, which the coverage tells to the minute. */
function periodOf({ window, zone }: Asked['selection'], now: number): string {
  const day = (unix: number): string => formatInstant(unix, zone, 'day')
  const last = day(Math.min(window?.beforeUnix ?? now, now) - 1)
  if (window?.afterUnix === undefined) return `up to ${last}`
  const first = day(window.afterUnix)
  return first === last ? first : `${first} to ${last}`
}

function header(period: string, { selection, calls, read }: Basis, answers: Answers, { now }: ToolContext): SvgNode {
  return h(
    'header',
    {},
    h('h1', {}, `${TITLE}, `, h('span', { class: 'whole' }, period)),
    h('p', { class: 'lead' }, `${plural(calls, 'call')}. ${summary(answers)}`),
    note(`Filters: ${selection.described.filters}. ${read}`),
    note(`Made at ${formatInstant(now(), selection.zone)} by conversations-mcp.`),
  )
}

/** The two numbers that everybody asks for first. */
function summary({ glance, outcomes }: Answers): string {
  if (!isThere(glance)) return ''
  const success = glance.comparison && comparedRows(glance).find(({ label }) => label === 'success_rate')
  if (success && success.value !== null) {
    const { value, difference, verdict } = success
    const change = difference === null ? '' : `, ${shownDifference(difference, 'share')} against the period before`
    return `${shownValue(value, 'share')} successful${change}${change && verdict ? ` (${verdict})` : ''}.`
  }
  const share = isThere(outcomes) && pointsOf(outcomes, 'portion').find(({ label }) => label === 'success')
  return share && share.value !== null ? `${shownValue(share.value, 'share')} successful.` : ''
}

/** Every metric and group of the report, once: those that are told first are those of all calls. */
function definitions(answers: Answers): SvgNode {
  const all = new Map<string, string>()
  for (const answer of Object.values(answers)) {
    if (!('definitions' in answer)) continue
    for (const one of answer.definitions) if (!all.has(one.name)) all.set(one.name, definitionText(one))
  }
  const entries = [...all].flatMap(([name, text]) => [h('dt', {}, inWords(name)), h('dd', {}, text)])
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
