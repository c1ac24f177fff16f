import type * as z from 'zod/v4'
import { UserInputError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { quote } from '../render/quote.ts'
import { coerceArguments } from './coerce-arguments.ts'
import { OTHER_FILTERS } from './params.ts'

/**
 * Checks the arguments of a tool.
 * @throws UserInputError that names every wrong argument with what it takes, and the nearest known name or value
 */
export function parseArguments<I extends z.ZodObject>(input: I, given: unknown): z.output<I> {
  if (isNestedBeyond(MOST_LEVELS, given)) {
    throw new UserInputError(`The arguments must be nested at most ${MOST_LEVELS} levels deep.`)
  }
  const parsed = input.safeParse(coerceArguments(given, input.shape))
  if (parsed.success) return parsed.data
  const known = Object.keys(input.shape)
  const problems = new Set<string>()
  for (const issue of parsed.error.issues) {
    for (const sentence of sentences(issue, known, given)) problems.add(sentence)
    if (problems.size >= MOST_PROBLEMS) break
  }
  throw new UserInputError([...problems].slice(0, MOST_PROBLEMS).join('\n'))
}

/** Lists of values are all that tools take; what is nested by the thousand is more than the stack holds. */
const MOST_LEVELS = 20

const isNestedBeyond = (levels: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some(inner => isNestedBeyond(levels - 1, inner)))

/** Arguments under their former names, under the names they have now; one given under both is left as it is. */
export function underNewNames(given: unknown, formerNames: Record<string, string> = {}): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const renamed = (name: string): string => {
    const now = Object.hasOwn(formerNames, name) ? formerNames[name]! : name
    return Object.hasOwn(given, now) ? name : now
  }
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [renamed(name), value]))
}

/** So many are told. */
const MOST_PROBLEMS = 8

function sentences(issue: z.core.$ZodIssue, known: readonly string[], given: unknown): string[] {
  const name = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MOST_PROBLEMS).map(key => unknownArgument(key, known))
  }
  const value = issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], given)
  const allowed = issue.code === 'invalid_value' ? ` Allowed: ${issue.values.join(', ')}.` : ''
  if ((value === undefined || value === null) && issue.path.length === 1) return [`${name} is required.${allowed}`]
  if (name === '') return ['The arguments must be an object.']
  if (typeof value === 'string' && value.trim() === '') return [`${name} is empty.${allowed}`]
  const what = issue.path.length > 1 ? `Each entry of ${String(issue.path[0])}` : name
  const got = `(got ${quote(value)})`
  switch (issue.code) {
    case 'invalid_value':
      return [
        `${what} must be one of ${issue.values.join(', ')} ${got}.${didYouMean(String(value), issue.values.map(String))}`,
      ]
    case 'too_small':
      return [`${what} ${bound(issue.origin, `at least ${issue.minimum}`, value)}.`]
    case 'too_big':
      return [`${what} ${bound(issue.origin, `at most ${issue.maximum}`, value)}.`]
    case 'invalid_type':
      return [`${what} must be ${KINDS[issue.expected] ?? issue.expected} ${got}.`]
    default:
      return [`${what} is not valid ${got}.`]
  }
}

/** What others call our arguments. */
const ALIASES: Record<string, string> = {
  limit: 'page_size',
  count: 'page_size',
  max_results: 'page_size',
  id: 'conversation_id',
  q: 'query',
  text: 'query',
  agent: 'agent_id',
  agent_name: 'agent_id',
  phone: 'caller',
  phone_number: 'caller',
  outcome: 'call_successful',
  success: 'call_successful',
  since: 'after',
  from: 'after',
  start_date: 'after',
  until: 'before',
  to: 'before',
  end_date: 'before',
  tags: 'tag_ids',
  tools: 'tool_names',
  columns: 'fields',
}

function unknownArgument(name: string, known: readonly string[]): string {
  const alias = ALIASES[name.toLowerCase()]
  if (alias !== undefined && known.includes(alias)) return `Unknown argument ${quote(name)}. Use "${alias}" instead.`
  if (known.includes('where') && Object.hasOwn(OTHER_FILTERS, name)) return `${name} belongs in where: ["${name}=…"].`
  return unknownName('argument', name, known)
}

const KINDS: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
}

/** `must be at most 100 (got 500)`; of texts and lists their length. */
function bound(origin: string, limit: string, value: unknown): string {
  if (typeof value === 'string' && origin === 'string')
    return `must have ${limit} ${limit.endsWith(' 1') ? 'character' : 'characters'} (got ${value.length})`
  if (Array.isArray(value))
    return `must have ${limit} ${limit.endsWith(' 1') ? 'entry' : 'entries'} (got ${value.length})`
  return `must be ${limit} (got ${quote(value)})`
}

export const ALLOWED = ' Allowed: '

/** "Unknown argument "limt". Did you mean "limit"?", or all that is allowed where nothing is near. */
export function unknownName(kind: string, name: string, known: readonly string[], allowed = known): string {
  const hint = didYouMean(name, known) || `${ALLOWED}${allowed.join(', ')}.`
  return `Unknown ${kind} ${quote(name)}.${hint}`
}

function didYouMean(word: string, known: readonly string[]): string {
  const similar = nearest(word, known)
  return similar === undefined ? '' : ` Did you mean ${quote(similar)}?`
}
