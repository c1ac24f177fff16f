import { distance } from 'fastest-levenshtein'
import { messageOf, turnsOf } from './facts.ts'
import type { Json } from './world.ts'

/** A word of a text, lower-cased and without accents, with its place. */
export interface Word {
  word: string
  start: number
  end: number
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The words of a text in order. */
const wordsOf = (text: string): Word[] =>
  [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(({ 0: found, index }) => ({
    word: fold(found),
    start: index,
    end: index + found.length,
  }))

/** How well a word answers a wanted one: itself, its beginning, or a slip of the keyboard. */
function likeness(wanted: string, word: string): number {
  if (word === wanted) return 1
  if (wanted.length >= 3 && word.startsWith(wanted)) return 0.8
  const slips = wanted.length >= 8 ? 2 : wanted.length >= 4 ? 1 : 0
  if (Math.abs(wanted.length - word.length) > slips) return 0
  return slips > 0 && distance(wanted, word) <= slips ? 0.6 : 0
}

/** Keyword match: the share of the query's words found (0 to 1) and where. Fewer than half found is no match. */
export function matchKeywords(query: string, text: string): { score: number; hits: Word[] } {
  const wanted = [...new Set(wordsOf(query).map(({ word }) => word))]
  const words = wordsOf(text)
  const best = wanted.map(each => Math.max(0, ...words.map(({ word }) => likeness(each, word))))
  const found = best.filter(score => score > 0).length
  if (found === 0 || found * 2 < wanted.length) return { score: 0, hits: [] }
  return {
    score: best.reduce((sum, score) => sum + score, 0) / wanted.length,
    hits: words.filter(({ word }) => wanted.some(each => likeness(each, word) > 0)),
  }
}

/** Whether any message of the call matches, as the list's deprecated `search` asks. */
export const mentions = (call: Json, query: string): boolean =>
  turnsOf(call).some(turn => matchKeywords(query, messageOf(turn)).score > 0)

/** The text in segments, hits marked. */
export function highlight(text: string, hits: Word[]): { value: string; is_hit: boolean }[] {
  const edges = [0, ...hits.flatMap(({ start, end }) => [start, end]), text.length]
  return edges
    .slice(1)
    .map((end, index) => ({ value: text.slice(edges[index], end), is_hit: index % 2 === 1 }))
    .filter(({ value }) => value !== '')
}

const STOP_WORDS = new Set(
  `a about all am an and any are as at be been but by can could did do does for from get had has have he her his how i
  if in is it its just me my no not of on or our out please she so some that the their them there they this to up us
  was we were what when where which who why will with would you your`.split(/\s+/),
)

const SYNONYMS = [
  'cancel cancellation terminate stop end',
  'refund reimburse reimbursement repay chargeback money',
  'angry upset furious annoy frustrate unhappy mad complain',
  'human person representative operator agent supervisor manager',
  'change modify update reschedule alter rebook switch',
  'broken fail fault error wrong problem issue crash bug',
  'price cost fee charge expensive pay payment bill invoice',
  'late delay wait slow overdue',
  'order purchase buy book booking reservation reserve',
  'bag baggage luggage suitcase',
]

/** Cuts common English endings and a doubled last letter: cancellation, cancelled and cancel become one. */
const stem = (word: string) =>
  word.replace(/(?<=.{3})(?:ations?|ings?|ments?|ed|ies|es|s|ly|e|y)$/, '').replace(/(?<=.{2})(.)\1$/, '$1')

const conceptByStem = new Map(
  SYNONYMS.flatMap(group => group.split(' ').map(word => [stem(word), stem(group.split(' ')[0]!)] as const)),
)

const conceptsOf = (text: string): Set<string> =>
  new Set(
    wordsOf(text)
      .filter(({ word }) => !STOP_WORDS.has(word))
      .map(({ word }) => conceptByStem.get(stem(word)) ?? stem(word)),
  )

/** Stand-in for semantic likeness: shared concepts over the geometric mean of both sizes, 0 to 1. */
export function matchMeaning(query: string, text: string): number {
  const wanted = conceptsOf(query)
  const concepts = conceptsOf(text)
  const shared = [...wanted].filter(concept => concepts.has(concept)).length
  return shared === 0 ? 0 : shared / Math.sqrt(wanted.size * concepts.size)
}
