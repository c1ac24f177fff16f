import type { Json } from '../../src/demo/world.ts'
import type { Fact, ToolFact } from './facts.ts'

/* Groups once more: what a row is called is found by other means, times by Intl. */

type Key = string | number | boolean | null
type Keyed = (fact: Fact, zone: string) => Key

const formats = new Map<string, Intl.DateTimeFormat>()

const partsIn = (unix: number, zone: string): Record<string, string> => {
  const fields = { weekday: 'long', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' } as const
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', { ...fields, timeZone: zone, hourCycle: 'h23' })
  formats.set(zone, format)
  return Object.fromEntries(format.formatToParts(unix * 1000).map(({ type, value }) => [type, value]))
}

const dayIn = (unix: number, zone: string): string => {
  const { year, month, day } = partsIn(unix, zone)
  return `${year}-${month}-${day}`
}

/** The Monday of a day, by counting back. */
function mondayOf(day: string): string {
  const date = new Date(`${day}T12:00:00Z`)
  while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1)
  return date.toISOString().slice(0, 10)
}

const timed =
  (of: (unix: number, zone: string) => Key): Keyed =>
  (fact, zone) =>
    fact.start ? of(fact.start, zone) : null

const ONE: Record<string, Keyed> = {
  agent: fact => fact.agent,
  version: ({ body }) => body.version_id,
  branch: ({ body }) => body.branch_id,
  outcome: ({ outcome }) => outcome,
  status: ({ body }) => body.status,
  ending: ({ hard }) => hard.endingGroup,
  ending_text: ({ body }) => body.metadata.termination_reason || null,
  language: ({ body }) => body.metadata.main_language ?? null,
  channel: ({ body }) => body.metadata.conversation_initiation_source ?? null,
  direction: ({ body }) => body.metadata.phone_call?.direction ?? null,
  day: timed(dayIn),
  week: timed((unix, zone) => mondayOf(dayIn(unix, zone))),
  month: timed((unix, zone) => dayIn(unix, zone).slice(0, 7)),
  weekday: timed((unix, zone) => partsIn(unix, zone).weekday!),
  hour_of_day: timed((unix, zone) => Number(partsIn(unix, zone).hour)),
  user: ({ body }) => body.user_id ?? null,
  rating: ({ body }) => body.metadata.feedback?.rating ?? null,
  text_only: ({ body }) => Boolean(body.metadata.text_only),
  last_tool: ({ tools }) => lastOf(tools.filter(tool => tool.name !== 'end_call')),
  last_node: ({ body }) =>
    body.transcript.flatMap((turn: any) => turn.agent_metadata?.workflow_node_id ?? []).at(-1) ?? null,
  tool_failed: ({ tools }) => tools.some(tool => tool.failed),
  interrupted: ({ agents }) => agents.some(turn => turn.interrupted),
  model: ({ body }) =>
    mostOf(
      body.transcript
        .filter((turn: Json) => turn.llm_usage)
        .flatMap((turn: Json) => turn.producing_llm ?? (Object.keys(turn.llm_usage.model_usage).join(', ') || [])),
    ),
  voice: ({ body }) => body.metadata.charging?.tts_usage?.per_voice_usage?.[0]?.voice_id ?? null,
  agent_number: ({ body }) => body.metadata.phone_call?.agent_number ?? null,
  call_result: ({ body }) => body.metadata.phone_call?.call_result ?? null,
  campaign: ({ body }) => body.metadata.batch_call?.batch_call_id ?? null,
  caller: ({ body, caller }) => (caller === null || body.user_id ? caller : `+${caller.replace('+', '')}`),
  'data:contact_reason': dataValue('contact_reason'),
  'data:refund_requested': dataValue('refund_requested'),
  'data:items': dataValue('items'),
}

function dataValue(field: string): Keyed {
  return ({ data }) => {
    const value = data.get(field) ?? null
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : (value as Key)
  }
}

function mostOf(names: string[]): string | null {
  const count = (name: string) => names.filter(one => one === name).length
  return names.reduce<string | null>((most, name) => (most === null || count(name) > count(most) ? name : most), null)
}

const lastOf = (tools: readonly ToolFact[]): Key => {
  const last = tools.at(-1)
  return last ? last.name || '(unnamed)' : null
}

type Part = 'tools' | 'criteria' | 'fields' | 'tags' | 'documents' | 'errors' | 'targets' | 'reasons'
const itself = (value: string): Key => value
const SEVERAL: Record<string, [Part, (unit: any) => Key]> = {
  tool: ['tools', (tool: ToolFact) => tool.name || '(unnamed)'],
  tool_error: [
    'tools',
    (tool: ToolFact) => (tool.error === null ? null : `${tool.name || '(unnamed)'}: ${tool.error}`),
  ],
  criterion: ['criteria', one => one.id],
  criterion_result: ['criteria', one => `${one.id}: ${one.result}`],
  data_field: ['fields', one => one.id],
  tag: ['tags', itself],
  knowledge_document: ['documents', itself],
  tool_error_text: ['errors', itself],
  transfer_target: ['targets', itself],
  transfer_reason: ['reasons', itself],
}

export const NAIVE_GROUPS = [...Object.keys(ONE), ...Object.keys(SEVERAL)]

/** A text of blanks names nothing. */
const named = (key: Key): Key => (typeof key === 'string' && key.trim() === '' ? null : key)

/** Rows with their calls, each of which holds only the units that brought it there. */
export function naiveRows(facts: readonly Fact[], groupBy: readonly string[], zone: string): Map<string, Fact[]> {
  const rows = new Map<string, Fact[]>()
  for (const fact of facts) {
    for (const { key, narrowed } of keysOf(fact, groupBy, zone)) {
      const text = JSON.stringify(key)
      rows.set(text, [...(rows.get(text) ?? []), narrowed])
    }
  }
  return rows
}

function keysOf(fact: Fact, groupBy: readonly string[], zone: string): { key: Key[]; narrowed: Fact }[] {
  let found = [{ key: groupBy.map(name => named(ONE[name]?.(fact, zone) ?? null)), narrowed: fact }]
  for (const part of new Set(Object.values(SEVERAL).map(([part]) => part))) {
    const places = [...groupBy.keys()].filter(at => SEVERAL[groupBy[at]!]?.[0] === part)
    if (places.length === 0) continue
    const valuesOf = (unit: unknown) => places.map(at => named(SEVERAL[groupBy[at]!]![1](unit)))
    const isNothing = (values: Key[]) => values.every(value => value === null)
    const all = [...new Set((fact[part] as unknown[]).map(unit => JSON.stringify(valuesOf(unit))))].map(
      text => JSON.parse(text) as Key[],
    )
    const some = all.filter(values => !isNothing(values))
    const choices = some.length > 0 ? some : [places.map(() => null)]
    found = found.flatMap(({ key, narrowed }) =>
      choices.map(values => {
        const text = JSON.stringify(values)
        const units = (fact[part] as unknown[]).filter(unit => JSON.stringify(valuesOf(unit)) === text)
        const full = key.map((value, at) => (places.includes(at) ? values[places.indexOf(at)]! : value))
        return { key: full, narrowed: { ...narrowed, [part]: units } as Fact }
      }),
    )
  }
  return found
}
