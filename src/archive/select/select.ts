import type { CallFilter, ConversationFilter } from '../../domain/filter.ts'
import type { TimeWindow } from '../../domain/time.ts'
import { UserInputError } from '../../errors.ts'
import { and, mayStart, type Sql, sql } from '../engine/sql.ts'
import { CONDITIONS, type Condition } from './conditions.ts'

type FilterName = keyof ConversationFilter

interface Entry {
  name: keyof CallFilter
  condition: Condition<unknown>
  wanted: unknown
}

/** A fact that no body carries: the calls that a walk with this one filter has shown. */
export interface Membership {
  filter: FilterName
  value: string
}

/**
 * The calls that the filter and the window select, as a condition on `conversations c`. Deleted calls are not
 * among them, nor are calls of which a fact that the filter asks for is not known yet (see `needsDetail`).
 * @throws UserInputError for an evaluation or comparison that cannot be read
 */
export const whereOf = (filter: CallFilter, window?: TimeWindow): Sql => conditionOf(entriesOf(filter), filter, window)

/** The same, but by what the list tells: the calls whose detail decides whether `whereOf` selects them are among them. */
export const candidatesOf = (filter: CallFilter, window?: TimeWindow): Sql =>
  conditionOf(
    entriesOf(filter).filter(({ condition }) => !needs(condition, filter)),
    filter,
    window,
  )

/** The filter asks for facts that only the detail of a call has. */
export const needsDetail = (filter: CallFilter): boolean =>
  entriesOf(filter).some(({ condition }) => needs(condition, filter))

/** What must be known from walks before the archive can answer the filter: one walk for each, with that filter alone. */
export const membershipsOf = (filter: CallFilter): Membership[] =>
  entriesOf(filter).flatMap(({ name, condition, wanted }) =>
    (condition.walked?.(wanted) ?? []).map(value => ({ filter: name as FilterName, value })),
  )

function conditionOf(entries: Entry[], filter: CallFilter, window: TimeWindow | undefined): Sql {
  const c = sql`c`
  return and([
    sql`${c}.deleted_at IS NULL`,
    ...(window?.afterUnix === undefined ? [] : [sql`${c}.started_at >= ${window.afterUnix}`]),
    ...(window?.beforeUnix === undefined ? [] : [sql`${c}.started_at < ${window.beforeUnix}`]),
    ...(window === undefined ? [] : [mayStart(window.afterUnix, window.beforeUnix)]),
    ...entries.map(({ condition, wanted }) => condition.holds(c, wanted, filter)),
  ])
}

/** In the order of the table, so that equal filters make equal statements. */
function entriesOf(filter: CallFilter): Entry[] {
  const unknown = Object.keys(filter).find(name => !Object.hasOwn(CONDITIONS, name))
  if (unknown !== undefined) throw new UserInputError(`Unknown archive filter ${unknown}.`)
  return (Object.keys(CONDITIONS) as (keyof CallFilter)[]).flatMap((name): Entry[] => {
    const wanted = filter[name]
    // An empty list asks for nothing, and is not sent either.
    const isGiven = wanted !== undefined && !(Array.isArray(wanted) && wanted.length === 0)
    return !isGiven ? [] : [{ name, condition: CONDITIONS[name] as Condition<unknown>, wanted }]
  })
}

const needs = ({ detail }: Condition<unknown>, filter: ConversationFilter): boolean =>
  typeof detail === 'function' ? detail(filter) : detail === true
