import type { Archive } from '../archive/archive.ts'
import { and, isIn, joined, jsonArray, Sql, sql } from '../archive/engine/sql.ts'
import { first, type Work } from '../archive/engine/work.ts'
import { type ReadColumn, readColumns, type Scalar } from '../archive/read/columns.ts'
import { whereOf } from '../archive/select/select.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { CallSelection } from '../domain/filter.ts'
import { batches, type Pieces, waitFor } from '../pieces.ts'
import type { Needed } from './needs.ts'
import { CONVERSATIONS } from './views/conversations.ts'
import type { AnyView, Around, Column } from './views/view.ts'
import type { Cell, Rows } from './worker/messages.ts'

/** Calls that are read in one go, and those that are unpacked. */
const A_PIECE = 500
const A_PIECE_OF_BODIES = 20

export interface Loading {
  around: Around
  /** What the archive tells of a call is masked, if it is told of a whole one. */
  isMasked: boolean
}

/** Our own ids of the selected calls, and the API's. */
export interface Calls {
  ids: number[]
  names: string[]
}

const ID: ReadColumn = { sql: sql`c.id`, isList: false }
const NAME: ReadColumn = { sql: sql`c.conversation_id`, isList: false }

export function* callsOf(archive: Archive, { filter, window }: CallSelection): Pieces<Calls> {
  const columns = yield* waitFor(archive.read(readColumns(whereOf(filter, window), [ID, NAME])))
  return { ids: columns.cells(ID) as number[], names: columns.cells(NAME) as string[] }
}

/** Rows of the view that the selected calls have in a store. */
export function* countRows({ from }: AnyView, { filter, window }: CallSelection): Work<number> {
  return Number((yield* first(sql`SELECT count(*) AS size FROM ${from} WHERE ${whereOf(filter, window)}`))!.size)
}

type AnyColumn = Column<never>
const isUnpacked = ({ sql, isPersonal }: AnyColumn, isMasked: boolean): boolean =>
  sql === undefined || (isMasked && isPersonal === true)

const columnsOf = ({ view, names }: Needed): AnyColumn[] => view.columns.filter(({ name }) => names.includes(name))

/** The view is made of whole calls, as far as it is needed. */
export const needsBodies = (needed: Needed, isMasked: boolean): boolean =>
  columnsOf(needed).some(column => isUnpacked(column, isMasked))

/**
 * Gives the rows of the views to `take`, some calls at a time, each call as it is at one moment.
 * @returns how many calls could not be unpacked, where that was needed
 */
export function* load(
  archive: Archive,
  { ids, names }: Calls,
  needed: readonly Needed[],
  loading: Loading,
  take: (rows: Rows) => Promise<void>,
): Pieces<number> {
  const [unpacked, stored] = [needed, needed].map((all, at) =>
    all.filter(one => needsBodies(one, loading.isMasked) === (at === 0)),
  ) as [Needed[], Needed[]]
  for (const some of batches(ids, A_PIECE)) {
    for (const one of stored) {
      yield* waitFor(take(yield* storedRows(archive, one.view, columnsOf(one), some, loading.around)))
    }
  }
  let missing = 0
  for (const some of unpacked.length > 0 ? batches([...ids.keys()], A_PIECE_OF_BODIES) : []) {
    const calls = new Map<string, Conversation>()
    for (const at of some) {
      const call = yield* archive.readConversation(names[at]!)
      if (call) calls.set(call.id, call)
      else missing++
      yield
    }
    for (const one of unpacked) {
      const rows =
        one.view === CONVERSATIONS
          ? yield* rowsWithTexts(
              archive,
              columnsOf(one),
              some.map(at => ids[at]!),
              calls,
              loading,
            )
          : yield* unpackedRows(one.view, columnsOf(one), calls, loading.around)
      yield* waitFor(take(rows))
    }
  }
  return missing
}

function* storedRows(
  archive: Archive,
  view: AnyView,
  columns: readonly AnyColumn[],
  ids: readonly number[],
  around: Around,
): Pieces<Rows> {
  const where = and([isIn(sql`c.id`, ids), sql`c.deleted_at IS NULL`])
  const lists = columns.map((column, at) => sql`${jsonArray(column.sql!, view.order)} AS ${new Sql(`c${at}`)}`)
  const query = sql`SELECT ${joined([sql`count(*) AS size`, ...lists], ', ')} FROM ${view.from} WHERE ${where}`
  const row = (yield* waitFor(archive.read(first(query))))!
  const values = columns.map(({ show }, at) => {
    const json = String(row[`c${at}`] ?? '[]')
    return show ? (JSON.parse(json) as Scalar[]).map(value => show(value, around)) : json
  })
  return { view: view.name, columns: columns.map(({ name }) => name), values, size: Number(row.size) }
}

function* unpackedRows(
  view: AnyView,
  columns: readonly AnyColumn[],
  calls: ReadonlyMap<string, Conversation>,
  around: Around,
): Pieces<Rows> {
  const names = columns.map(({ name }) => name)
  const values: Cell[][] = columns.map(() => [])
  let size = 0
  for (const call of calls.values()) {
    const made = view.things!(call, names)
    const things = 'next' in made ? yield* made : made
    size += things.length
    for (const [at, column] of columns.entries()) {
      for (const thing of things)
        values[at]!.push(column.name === 'conversation_id' ? call.id : cellOf(column, thing, around))
    }
    yield
  }
  return { view: view.name, columns: names, values, size }
}

/** Of calls themselves, a store has most; what it must not tell comes from the whole calls. */
function* rowsWithTexts(
  archive: Archive,
  columns: readonly AnyColumn[],
  ids: readonly number[],
  calls: ReadonlyMap<string, Conversation>,
  { around, isMasked }: Loading,
): Pieces<Rows> {
  const [own, other] = [true, false].map(is => columns.filter(column => isUnpacked(column, isMasked) === is)) as [
    AnyColumn[],
    AnyColumn[],
  ]
  const rows = yield* storedRows(archive, CONVERSATIONS, other, ids, around)
  const place = rows.columns.indexOf('conversation_id')
  const told = JSON.parse(rows.values[place] as string) as string[]
  const values = own.map(column => told.map(id => (calls.has(id) ? cellOf(column, calls.get(id)!, around) : null)))
  return { ...rows, columns: [...rows.columns, ...own.map(({ name }) => name)], values: [...rows.values, ...values] }
}

function cellOf(column: AnyColumn, thing: unknown, around: Around): Cell {
  const value = column.of!(thing as never)
  const cell = typeof value === 'boolean' ? Number(value) : (value as Cell)
  return column.show ? column.show(cell, around) : cell
}
