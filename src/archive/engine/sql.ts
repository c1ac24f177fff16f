import type { Value } from './bind.ts'

/** A piece of SQL and the values of its `?`s. The text is ours alone: values are always bound. */
export class Sql {
  readonly sql: string
  readonly params: readonly Value[]

  constructor(sql: string, params: readonly Value[]) {
    this.sql = sql
    this.params = params
  }
}

/** Pieces are put in as they are, anything else becomes a bound value: sql`c.status = ${status} AND ${other}`. */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Sql | Value)[]): Sql {
  const pieces = parts.map(part => (part instanceof Sql ? part : new Sql('?', [part])))
  const text = texts.map((before, index) => before + (pieces[index]?.sql ?? '')).join('')
  return new Sql(
    text,
    pieces.flatMap(({ params }) => params),
  )
}

/** @throws Error for what is no plain name: it could be anything */
export function identifier(name: string): Sql {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error('not a name of a table or column')
  return new Sql(name, [])
}

/** All of them hold. */
export const and = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0
    ? sql`TRUE`
    : new Sql(
        conditions.map(condition => `(${condition.sql})`).join(' AND '),
        conditions.flatMap(({ params }) => params),
      )

/** The list for IN. One value whatever its length, so that the text of the statement stays the same. */
export const listed = (values: readonly string[]): Sql => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`
