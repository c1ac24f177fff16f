import type { Sql } from '../../archive/engine/sql.ts'
import type { Value } from '../../archive/engine/values.ts'
import type { Scalar } from '../../archive/read/columns.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { Pieces } from '../../pieces.ts'

/** What is known beside the calls themselves. */
export interface Around {
  /** IANA zone of local times. */
  zone: string
  /** Names by id. */
  agents: ReadonlyMap<string, string>
  tags: ReadonlyMap<string, string>
  topics: ReadonlyMap<string, string>
}

export interface Column<P> {
  name: string
  /** As SQLite declares it: numbers that are measured are REAL, so that none is divided as a whole number. */
  type: 'TEXT' | 'INTEGER' | 'REAL'
  /** What it means, with its unit, for people. */
  about: string
  /** Where a store has it; undefined: only bodies do, or `of` is nearer. */
  sql?: Sql
  /** The same of a thing of a call that was unpacked. */
  of?(thing: P): Value
  /** It may hold what identifies somebody: where calls are masked, it is read from masked calls. */
  isPersonal?: true
  /** What stands in the view for what was read. */
  show?(value: Scalar, around: Around): Scalar
}

/** One row for each thing. */
export interface View<P = never> {
  name: string
  about: string
  /** Columns that name a row. */
  key: string[]
  columns: readonly Column<P>[]
  /** Rows of a store, those of the call `c` among them. */
  from: Sql
  order: Sql
  /** The things of a call, as far as these columns need them; undefined: a store has all. */
  things?(call: Conversation, names: readonly string[]): readonly P[] | Pieces<readonly P[]>
}

// biome-ignore lint/suspicious/noExplicitAny: things are read only by the columns of their own view
export type AnyView = View<any>

export const agentName = (id: Scalar, { agents }: Around): Scalar => agents.get(String(id)) ?? id
