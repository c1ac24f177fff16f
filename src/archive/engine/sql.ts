import type { Query, Role } from '../words/query.ts'
import type { Value } from './values.ts'

/*
 * SQL that every engine understands. It is kept in pieces until an engine runs it: only then are places made for the
 * values, and the phrases said in the engine's own words.
 */

/** A value, which is bound and never becomes part of the text. */
class Bound {
  readonly value: Value

  constructor(value: Value) {
    this.value = value
  }
}

/** What the engines say in different words. */
interface Phrase {
  name: keyof Phrases
  args: readonly unknown[]
}

type Piece = string | Bound | Phrase

/** A piece of SQL with its values. The text is ours alone. */
export class Sql {
  readonly pieces: readonly Piece[]

  constructor(pieces: readonly Piece[] | string) {
    this.pieces = typeof pieces === 'string' ? [pieces] : pieces
  }
}

/** What an engine says in words of its own. Conditions and values as in SQL: NULL where something is not known. */
export interface Phrases {
  /** What is one of the values: one bound value whatever their number, so that few texts serve all. */
  isIn(what: Sql, values: readonly string[] | readonly number[]): Sql
  /** The least of values of which none is NULL. */
  least(values: readonly Sql[]): Sql
  greatest(values: readonly Sql[]): Sql
  /** The number without what is behind its point, as a whole number. */
  truncated(number: Sql): Sql
  /** A condition as 1 or 0. */
  asNumber(condition: Sql): Sql
  /** An aggregate: JSON text of the values of all rows, in this order, where an engine does not keep that of the rows. */
  jsonArray(value: Sql, order: Sql): Sql
  /** The same of JSON texts, none of which is NULL. */
  jsonArrayOfTexts(json: Sql, order: Sql): Sql
  /** For `jsonArray`: the value, but where some conditions hold, the number of the first of them (from 0 on) as a text. */
  unless(conditions: readonly Sql[], value: Sql): Sql
  /** JSON text of the values that the rows give, in this order. */
  jsonList(value: Sql, rows: Sql, order: Sql): Sql
  /** The same of numbers. */
  jsonNumbers(value: Sql, rows: Sql, order: Sql): Sql
  /** The text that a JSON text stands for. */
  textOfJson(json: Sql): Sql
  jsonObject(members: readonly (readonly [name: string, value: Sql | Value])[]): Sql
  /** For FROM: the texts of a JSON list, as rows with the column `value`. */
  itemsOf(jsonText: Sql, rows: string): Sql
  /** For FROM: the table itself, in a WITH that gives its name to a part of it. */
  stored(table: string): Sql
  /** Some turn of the call holds all that is wanted, said by that role where one is given, and nothing that is excluded. */
  saysWords(call: Sql, query: Query, role: Role | undefined): Sql
  /** Unix seconds, with fractions, by the clock of whoever keeps the archive. */
  clock(): Sql
  /**
   * Holds for our ids of all calls that start at `from` or later and earlier than `before` (Unix seconds; undefined:
   * whenever), and maybe for others: so an engine that keeps calls by their start knows where it need not look.
   */
  mayStart(from: number | undefined, before: number | undefined, id: Sql): Sql
  /** For our own ids of calls: a number that is the higher the later the call came to be known. */
  whenKnown(id: Sql): Sql
  /** A value: the highest such number of the calls `c` for which that holds and whose number is higher; NULL: there is none. */
  newestAfter(number: number, where: Sql): Sql
}

/** How an engine speaks. */
export interface Dialect extends Phrases {
  /** Where the n-th value stands, from 1 on. */
  place(n: number): string
}

/** Pieces are put in as they are, anything else becomes a bound value: sql`c.status = ${status} AND ${other}`. */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Sql | Value)[]): Sql {
  const pieces: Piece[] = [texts[0]!]
  // Spelled out: a call that is written makes hundreds of these.
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!
    if (part instanceof Sql) for (const piece of part.pieces) pieces.push(piece)
    else pieces.push(new Bound(part as Value))
    pieces.push(texts[at + 1]!)
  }
  return new Sql(pieces)
}

const phrase = <Name extends keyof Phrases>(name: Name, ...args: Parameters<Phrases[Name]>): Sql =>
  new Sql([{ name, args }])

export const isIn = (what: Sql, values: readonly string[] | readonly number[]): Sql => phrase('isIn', what, values)
export const least = (...values: Sql[]): Sql => phrase('least', values)
export const greatest = (...values: Sql[]): Sql => phrase('greatest', values)
export const truncated = (number: Sql): Sql => phrase('truncated', number)
export const asNumber = (condition: Sql): Sql => phrase('asNumber', condition)
export const jsonArray = (value: Sql, order: Sql): Sql => phrase('jsonArray', value, order)
export const jsonArrayOfTexts = (json: Sql, order: Sql): Sql => phrase('jsonArrayOfTexts', json, order)
export const unless = (conditions: readonly Sql[], value: Sql): Sql => phrase('unless', conditions, value)
export const jsonList = (value: Sql, rows: Sql, order: Sql): Sql => phrase('jsonList', value, rows, order)
export const jsonNumbers = (value: Sql, rows: Sql, order: Sql): Sql => phrase('jsonNumbers', value, rows, order)
export const textOfJson = (json: Sql): Sql => phrase('textOfJson', json)
export const jsonObject = (...members: (readonly [string, Sql | Value])[]): Sql => phrase('jsonObject', members)
export const mayStart = (from: number | undefined, before: number | undefined, id = sql`c.id`): Sql =>
  phrase('mayStart', from, before, id)
export const whenKnown = (id: Sql): Sql => phrase('whenKnown', id)
export const newestAfter = (number: number, where: Sql): Sql => phrase('newestAfter', number, where)
export const itemsOf = (jsonText: Sql, rows: string): Sql => phrase('itemsOf', jsonText, rows)
export const stored = (table: string): Sql => phrase('stored', table)
export const saysWords = (call: Sql, query: Query, role?: Role): Sql => phrase('saysWords', call, query, role)
export const clock = (): Sql => phrase('clock')

/** The text and the values as an engine takes them. */
export function render(query: Sql, dialect: Dialect): Rendered {
  const rendered = { text: '', values: [] }
  renderInto(rendered, query, dialect)
  return rendered
}

interface Rendered {
  text: string
  values: Value[]
}

function renderInto(rendered: Rendered, { pieces }: Sql, dialect: Dialect): void {
  for (const piece of pieces) {
    if (typeof piece === 'string') rendered.text += piece
    else if (piece instanceof Bound) rendered.text += dialect.place(rendered.values.push(piece.value))
    else renderInto(rendered, (dialect[piece.name] as (...args: readonly unknown[]) => Sql)(...piece.args), dialect)
  }
}

/** Whether the phrase is a part of it. */
export const says = ({ pieces }: Sql, name: keyof Phrases): boolean =>
  pieces.some(piece => typeof piece === 'object' && 'name' in piece && piece.name === name)

/** The same for equal pieces with equal values, whatever engine runs them. */
export function keyOf(query: Sql): string {
  const known = keys.get(query) ?? JSON.stringify(query.pieces)
  keys.set(query, known)
  return known
}

const keys = new WeakMap<Sql, string>()

/** @throws Error for what is no plain name: it could be anything */
export function identifier(name: string): Sql {
  const known = identifiers.get(name)
  if (known) return known
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error('not a name of a table or column')
  const made = new Sql(name)
  identifiers.set(name, made)
  return made
}

const identifiers = new Map<string, Sql>()

export const joined = (parts: readonly Sql[], by: string): Sql =>
  new Sql(parts.flatMap(({ pieces }, at) => (at === 0 ? pieces : [by, ...pieces])))

/** All of them hold. */
export const and = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql`TRUE`
    : joined(
        conditions.map(condition => sql`(${condition})`),
        ' AND ',
      )
