import { asNumber, identifier, isIn, joined, type Sql, sql } from '../engine/sql.ts'
import { all, change, first, insert, place, type Work } from '../engine/work.ts'
import { type Column, namesOf, valuesOf } from '../schema/column.ts'
import { DETAIL_PARTS, type PartTable } from '../schema/part-tables.ts'

/** What the row of a call says about itself, beside the facts of the call. Times in Unix seconds. */
export interface CallRow {
  /** Ours, not the API's. */
  id: number
  /** It was made just now: nothing belongs to it yet. */
  isNew: boolean
  listReadAt: number | null
  detailReadAt: number | null
  deletedAt: number | null
  /** Of the newest list that showed the call. */
  fingerprint: string | null
  /** Of the list that was known when the detail was read. */
  detailFingerprint: string | null
  startedAt: number | null
  /** Of a detail there is something, if only a part of what it tells. */
  hasParts: boolean
  status: string | null
  title: string | null
  summary: string | null
}

const HAS_PARTS = joined(
  [
    sql`detail_read_at IS NOT NULL`,
    ...DETAIL_PARTS.map(({ name }) => sql`EXISTS (SELECT 1 FROM ${identifier(name)} WHERE conversation = id)`),
  ],
  ' OR ',
)

type FoundRow = Omit<CallRow, 'hasParts' | 'isNew'> & { hasParts: number; conversationId: string }

const rowsWhere = (condition: Sql): Sql => sql`
  SELECT id, conversation_id AS "conversationId", list_read_at AS "listReadAt", detail_read_at AS "detailReadAt",
    deleted_at AS "deletedAt", fingerprint, detail_fingerprint AS "detailFingerprint", started_at AS "startedAt", status,
    title, summary, ${asNumber(HAS_PARTS)} AS "hasParts"
  FROM conversations WHERE ${condition}`

const asRow = ({ conversationId: _, hasParts, ...row }: FoundRow): CallRow => {
  return { ...row, isNew: false, hasParts: hasParts === 1 }
}

export function* findRow(conversationId: string): Work<CallRow | undefined> {
  const row = yield* first<FoundRow>(rowsWhere(sql`conversation_id = ${conversationId}`))
  return row && asRow(row)
}

/** When the parts of a call were read; Unix seconds, null: never. */
export type ReadingTimes = Pick<CallRow, 'listReadAt' | 'detailReadAt' | 'deletedAt'>

/** null: the call was never heard of. */
export function* readingTimes(conversationId: string): Work<ReadingTimes | null> {
  const row = yield* findRow(conversationId)
  return row ? { listReadAt: row.listReadAt, detailReadAt: row.detailReadAt, deletedAt: row.deletedAt } : null
}

const NOTHING_KNOWN = {
  ...{ listReadAt: null, detailReadAt: null, deletedAt: null, fingerprint: null, detailFingerprint: null },
  ...{ isNew: true, startedAt: null, hasParts: false, status: null, title: null, summary: null },
}

/** The row, made where there is none. @param startedAt Unix seconds; 0: not known */
export function* claimRow(conversationId: string, startedAt: number): Work<CallRow> {
  return (yield* findRow(conversationId)) ?? (yield* newRow(conversationId, startedAt))
}

function* newRow(conversationId: string, startedAt: number): Work<CallRow> {
  return { ...NOTHING_KNOWN, id: yield* place(conversationId, null, startedAt) }
}

/** An id that is kept as it is; others are looked for one by one. */
const PLAIN = /^[\w-]+$/

/** Looks for the rows of several calls that are about to be written. */
export function* lookUp(ids: readonly string[]): Work<LookedUp> {
  const plain = ids.filter(id => PLAIN.test(id))
  const found = yield* all<FoundRow>(rowsWhere(isIn(sql`conversation_id`, plain)))
  return new LookedUp(plain, new Map(found.map(row => [row.conversationId, asRow(row)])))
}

class LookedUp {
  readonly #rows: Map<string, CallRow | undefined>

  constructor(ids: readonly string[], rows: ReadonlyMap<string, CallRow>) {
    this.#rows = new Map(ids.map(id => [id, rows.get(id)]))
  }

  /** As `claimRow`. */
  *claim(conversationId: string, startedAt: number): Work<CallRow> {
    // Once it was claimed it is another.
    if (!this.#rows.has(conversationId)) return yield* claimRow(conversationId, startedAt)
    const row = this.#rows.get(conversationId)
    this.#rows.delete(conversationId)
    return row ?? (yield* newRow(conversationId, startedAt))
  }
}

/** The same row where calls stand that start then; to be called before it says so. */
export function* rowAt(row: CallRow, conversationId: string, startedAt: number): Work<CallRow> {
  const id = yield* place(conversationId, row.id, startedAt)
  return id === row.id ? row : { ...row, id }
}

/** Puts the things into the place of all that the call has in the table. */
export function* replaceParts<T>(table: PartTable<T>, { id, isNew }: CallRow, things: readonly T[]): Work<void> {
  if (!isNew) yield* change(sql`DELETE FROM ${identifier(table.name)} WHERE conversation = ${id}`)
  yield* putParts(table, id, things)
}

/** Adds the things; one with a key that is there takes the other's place. */
export const putParts = <T>({ name, key, columns }: PartTable<T>, id: number, things: readonly T[]): Work<void> =>
  insert(
    name,
    ['conversation', ...namesOf(columns)],
    1 + key,
    things.map(thing => [id, ...valuesOf(columns, thing)]),
  )

/** What a column becomes, by its name; `?` stands for the new value. */
type Form = (name: string) => string
const NEW_VALUE: Form = () => '?'

/** `a = …, b = …` for an UPDATE. */
export const assignments = <T>(columns: readonly Column<T>[], thing: T, form = NEW_VALUE): Sql =>
  sql(textsOf(columns, form), ...valuesOf(columns, thing))

const known = new WeakMap<readonly Column<never>[], Map<Form, TemplateStringsArray>>()

/** What stands between the values: made once, since a call has seventy columns. */
function textsOf(columns: readonly Column<never>[], form: Form): TemplateStringsArray {
  const ofColumns = known.get(columns) ?? new Map<Form, TemplateStringsArray>()
  known.set(columns, ofColumns)
  const made =
    ofColumns.get(form) ??
    columns
      .map(({ name }) => `${name} = ${form(name)}`)
      .join(', ')
      .split('?')
  ofColumns.set(form, made as unknown as TemplateStringsArray)
  return made as unknown as TemplateStringsArray
}
