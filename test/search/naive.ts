import type { Json } from './filled.ts'
import { porter } from './porter.ts'

/* The search once more, over the raw bodies and by other means: nothing of src is used here. */

export type Column = 'user' | 'agent' | 'tool' | 'title' | 'summary'

export interface Doc {
  body: Json
  call: string
  /** -1: title and summary; -2: rationales and the caller's comment. */
  turn: number
  words: Partial<Record<Column, string[]>>
  stems: Partial<Record<Column, string[]>>
}

/** The same again for what was asked before: thousands of calls say the same words. */
function remembered<T>(answerOf: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return text => {
    if (!known.has(text)) known.set(text, answerOf(text))
    return known.get(text)!
  }
}

const SPACELESS = /^[\u3040-\u30ff\u3400-\u9fff々]$/
const PICTURE = /^[\u2600-\u27bf\u{1f1e6}-\u{1f1ff}\u{1f300}-\u{1f3fa}\u{1f400}-\u{1faff}]$/u
const SPELLED = new Map(Object.entries({ ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o', ł: 'l', đ: 'd' }))

const ALONE = Symbol('a word of its own')

/** What a character adds to a word; null: it ends it. */
const lettersOf = remembered((char: string): string | typeof ALONE | null => {
  const plain = char.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
  if (plain === '' && /^[\u0300-\u036f]$/.test(char)) return ''
  if (SPACELESS.test(char) || char === 'ー' || PICTURE.test(char)) return ALONE
  return /^[\p{L}\p{N}]+$/u.test(plain || char) ? (SPELLED.get(plain) ?? (plain || char)) : null
})

const stemOf = remembered(porter)

/** Letter by letter; digits of a number in groups of three are pulled together. */
export function wordsIn(text: string): string[] {
  const words: string[] = []
  let word = ''
  const end = () => {
    if (word !== '') words.push(word)
    word = ''
  }
  for (const char of withoutGroups(text.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, ''))
    .normalize('NFKC')
    .toLowerCase()) {
    const letters = lettersOf(char)
    if (letters === ALONE) {
      end()
      words.push(char)
    } else if (letters !== null) word += letters
    else end()
  }
  end()
  return words
}

function withoutGroups(text: string): string {
  const parts = text.split(/(?<=[0-9])([.,'’\u00a0\u202f\u2009])(?=[0-9])/)
  // Numbers stand at even places, what parts them at odd ones.
  const digits = (at: number, end: RegExp) => end.exec(parts[at] ?? '')?.[0] ?? ''
  let out = parts[0]!
  for (let at = 1; at < parts.length; at += 2) {
    const isFirst = at === 1 || digits(at - 1, /^\d+$/) === ''
    const before = digits(at - 1, /\d+$/)
    const whole = digits(at + 1, /^\d+$/) || digits(at + 1, /^\d+/)
    const joins = whole.length === 3 && (isFirst ? before.length <= 3 : before.length === 3)
    out += (joins ? '' : parts[at]!) + parts[at + 1]!
  }
  return out
}

function leaves(text: string): string {
  const flat = (value: any): string[] => {
    if (value === null) return []
    if (typeof value !== 'object') return [`${value}`]
    return Array.isArray(value) ? value.flatMap(flat) : Object.keys(value).flatMap(key => [key, ...flat(value[key])])
  }
  try {
    const value = JSON.parse(text)
    return flat(value).join(' ')
  } catch {
    return text
  }
}

function doc(body: Json, turn: number, texts: Partial<Record<Column, string>>): Doc {
  const words = Object.fromEntries(Object.entries(texts).map(([column, text]) => [column, wordsIn(text)]))
  const stems = Object.fromEntries(Object.entries(words).map(([column, list]) => [column, list.map(stemOf)]))
  return { body, call: body.conversation_id, turn, words, stems }
}

/** In the order of the search: a phrase may go on in the next text. */
const writtenIn = ({ analysis = {}, metadata = {} }: Json): string[] => [
  metadata.feedback?.comment ?? '',
  ...Object.values<Json>(analysis?.evaluation_criteria_results ?? {}).map(one => one.rationale ?? ''),
  ...Object.values<Json>(analysis?.data_collection_results ?? {}).map(one => one.rationale ?? ''),
]

export function docsOf(bodies: readonly Json[]): Doc[] {
  return bodies.flatMap(body => [
    doc(body, -2, { summary: writtenIn(body).join(' | ') }),
    doc(body, -1, {
      title: body.analysis?.call_summary_title ?? '',
      summary: body.analysis?.transcript_summary ?? '',
    }),
    ...(body.transcript ?? []).map((turn: Json, index: number) =>
      doc(body, index, {
        [turn.role === 'user' ? 'user' : 'agent']: turn.message ?? '',
        tool: [
          ...(turn.tool_calls ?? []).flatMap((call: Json) => [call.tool_name, leaves(call.params_as_json ?? '')]),
          ...(turn.tool_results ?? []).map((result: Json) => leaves(result.result_value ?? '')),
        ].join(' | '),
      }),
    ),
  ])
}

/** Words that follow one another. */
interface Sequence {
  words: string[]
  /** In this form; else in any English one. */
  exact: boolean
}

export interface Wanted {
  /** Each of them, in any of these forms. */
  all: Sequence[][]
  none?: Sequence[][]
  role?: 'user' | 'agent' | 'tool'
}

/** A word or phrase in any English form; of several parts, such as call-back, as a phrase. */
export const said = (text: string): Sequence[] => [{ words: wordsIn(text).map(porter), exact: false }]

/** A phrase behind an equals sign: in this form only. */
export const quoted = (text: string): Sequence[] => [{ words: wordsIn(text), exact: true }]

const holds = (doc: Doc, forms: Sequence[], role?: string): boolean =>
  Object.keys(doc.words).some(
    column =>
      (role === undefined || role === column) &&
      forms.some(({ words, exact }) => {
        const there = (exact ? doc.words : doc.stems)[column as Column]!
        return there.some((_, at) => words.every((word, next) => there[at + next] === word))
      }),
  )

/** What of a hit is no turn, as the naive search numbers it. */
export const writtenOf = (hit: { inHeadline: boolean; inEvaluation: boolean }): number[] => [
  ...(hit.inEvaluation ? [-2] : []),
  ...(hit.inHeadline ? [-1] : []),
]

/** Turns by call; -1: title and summary, -2: rationales and comment. */
export function naiveSearch(docs: readonly Doc[], { all, none = [], role }: Wanted): Map<string, number[]> {
  const found = new Map<string, number[]>()
  for (const doc of docs) {
    const matches = all.every(forms => holds(doc, forms, role)) && !none.some(forms => holds(doc, forms, role))
    if (matches) found.set(doc.call, [...(found.get(doc.call) ?? []), doc.turn])
  }
  return found
}

/** Calls that hold all the words, though in different turns, with the turns that hold some of them. */
export function naiveSearchInCalls(docs: readonly Doc[], { all, none = [], role }: Wanted): Map<string, number[]> {
  const each = all.map(forms => naiveSearch(docs, { all: [forms], none, ...(role ? { role } : {}) }))
  const calls = [...each[0]!.keys()].filter(call => each.every(found => found.has(call)))
  return new Map(calls.map(call => [call, [...new Set(each.flatMap(found => found.get(call)!))].sort((a, b) => a - b)]))
}
