import { echoed, UserInputError } from '../errors.ts'
import { nearestOf } from '../nearest.ts'
import type { Needed } from './needs.ts'
import type { StatementFailed } from './sandbox.ts'
import { VIEWS } from './views/views.ts'

/* The words for a query that came to nothing: what is wrong, what is allowed, what to do. */

const COLUMNS = 'list_filter_values kind=columns lists them'
const NARROW = 'Narrow after and before, or set agent_id'
const count = (value: number): string => value.toLocaleString('en-US')

/** @param secs that it was given */
export function statementError({ kind, message }: StatementFailed, secs: number, statement: string): UserInputError {
  if (kind === 'slow')
    return new UserInputError(
      `The query was stopped after ${secs} s. Simplify it (no join without a condition on conversation_id, no unbounded recursion). ${NARROW}.`,
    )
  if (kind === 'full')
    return new UserInputError(`The query needs more memory than it may use. Aggregate, or: ${NARROW}.`)
  return new UserInputError(`sql: ${wrong(message, statement)}`)
}

function wrong(message: string, statement: string): string {
  const [, what = '', name = ''] = /^no such (column|table|function): (.*)$/s.exec(message) ?? []
  const text = /^"(.*)" - should this be a string literal in single-quotes\?$/s.exec(name)?.[1]
  if (text !== undefined) return `no column "${echoed(text)}". Text stands in single quotes: '${echoed(text)}'.`
  if (what === 'column') return unknownColumn(name, statement)
  if (what === 'table') return `no view "${echoed(name)}". There are ${viewNames().join(', ')}.`
  if (what === 'function') return `no function "${echoed(name)}" (SQLite dialect).`
  const near = /^near "(.*)": syntax error$/s.exec(message)?.[1]
  if (near !== undefined) return `syntax error near "${echoed(near)}" (SQLite dialect).`
  // Said by the engine's clock, in our own words.
  if (message.startsWith('localtime ')) return `${message}.`
  if (message === 'no statement') return 'it is empty. Write one SELECT.'
  if (message === 'more than one statement') return 'it holds more than one statement. Write one SELECT.'
  if (/not authorized|is prohibited/.test(message))
    return `only one SELECT that reads ${viewNames().join(', ')} is allowed; nothing else can be read, and nothing written.`
  return `${echoed(message)} (SQLite dialect).`
}

/** It may be there in another view than those that are read, or under another alias. */
function unknownColumn(written: string, statement: string): string {
  const name = written.split('.').at(-1)!
  const views = VIEWS.filter(({ columns }) => columns.some(column => column.name.toLowerCase() === name.toLowerCase()))
  if (views.length === 0) {
    const read = VIEWS.filter(view => new RegExp(`\\b${view.name}\\b`, 'i').test(statement))
    const lists = read.map(view => `${view.name} has ${namesOf([view]).join(', ')}`)
    return unknown('column', name, namesOf(read.length > 0 ? read : VIEWS), lists.join('; ') || COLUMNS)
  }
  return `no column "${echoed(written)}" here; "${echoed(name)}" is a column of ${views.map(view => view.name).join(', ')}.`
}

function unknown(what: string, name: string, known: readonly string[], otherwise: string): string {
  const near = nearestOf(name, known)
  const hint = near.length > 0 ? `Did you mean ${near.map(one => `"${one}"`).join(' or ')}?` : `${otherwise}.`
  return `no ${what} "${echoed(name)}". ${hint}`
}

const viewNames = (): string[] => VIEWS.map(({ name }) => name)
const namesOf = (views: typeof VIEWS): string[] => [
  ...new Set(views.flatMap(({ columns }) => columns.map(({ name }) => name))),
]

/** @param needed views with columns that only whole calls tell */
export function tooManyBodies(
  needed: readonly Needed[],
  calls: number,
  most: number,
  isMasked: boolean,
): UserInputError {
  const names = needed.map(({ view }) => view.name).join(', ')
  return new UserInputError(
    `This query reads ${isMasked ? 'masked texts' : 'texts'} of ${names}, which can be read of at most ${count(most)} calls at a time; ${count(calls)} are selected. ${NARROW}, or leave text columns out.`,
  )
}

export const tooManyRows = (rows: number, most: number): UserInputError =>
  new UserInputError(
    `This query reads ${count(rows)} rows of its views; at most ${count(most)} are possible. ${NARROW}.`,
  )
