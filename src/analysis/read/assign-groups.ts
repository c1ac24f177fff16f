import type { Cell, Columns, Scalar } from '../../archive/read/columns.ts'
import { offsetSeconds } from '../../domain/zone-offset.ts'
import type { Group } from '../define/group.ts'
import type { Source } from '../define/metric.ts'
import { KeySpace } from './key-space.ts'

/** Which calls are in which rows: pairs of both, in the order of the calls. */
export interface Members {
  calls: number[]
  rows: number[]
  /** Groups by what calls have several of. */
  sources: GroupedSource[]
}

interface GroupedSource {
  source: Source
  /** By call: of each of its units, the number of its values. */
  ofUnits: number[][]
  /** By pair: of the values that brought the call into the row. */
  ofPairs: number[]
}

/**
 * Puts every call into its rows. By what calls have several of, a call is in each row of which it has one, once; in
 * the row without a value if it has none.
 * @param isIn whether the call is to be in any row
 */
export function assignGroups(
  groups: readonly Group[],
  columns: Columns,
  zone: string,
  rows: KeySpace,
  isIn: (call: number) => boolean,
): Members {
  const values = groups.map(group => (group.source ? [] : scalarsOf(group, columns, zone)))
  const sources = [...new Set(groups.flatMap(group => group.source ?? []))].map(source =>
    tuplesOf(source, groups, columns),
  )
  const members: Members = { calls: [], rows: [], sources: sources.map(({ grouped }) => grouped) }
  const key: Scalar[] = groups.map(() => null)
  const chosen: number[] = []
  const add = (call: number): void => {
    const source = sources[chosen.length]
    if (!source) {
      members.calls.push(call)
      members.rows.push(rows.numberOf(key))
      for (const [at, { ofPairs }] of members.sources.entries()) ofPairs.push(chosen[at]!)
      return
    }
    for (const tuple of source.choices(call)) {
      for (const [at, place] of source.places.entries()) key[place] = source.space.keys[tuple]![at]!
      chosen.push(tuple)
      add(call)
      chosen.pop()
    }
  }
  for (let call = 0; call < columns.size; call++) {
    if (!isIn(call)) continue
    for (const [place, group] of groups.entries()) if (!group.source) key[place] = values[place]![call]!
    add(call)
  }
  return members
}

function scalarsOf({ column, clock }: Group, columns: Columns, zone: string): Scalar[] {
  const cells = columns.cells(column) as Scalar[]
  if (!clock) return cells
  // The API gives 0 where it knows no start.
  return (cells as (number | null)[]).map(unix => (unix ? clock.bucketOf(unix, offsetSeconds(unix, zone)) : null))
}

/** The values of one source's units, for the groups that are made of them: together where there are several. */
function tuplesOf(source: Source, groups: readonly Group[], columns: Columns) {
  const places = [...groups.keys()].filter(place => groups[place]!.source === source)
  const lists = places.map(place => columns.cells(groups[place]!.column) as Scalar[][])
  const space = new KeySpace(places.length)
  const none = space.numberOf(places.map(() => null))
  const ofUnits = (lists[0] as Cell[][]).map((units, call) =>
    units.map((_, unit) => space.numberOf(lists.map(list => list[call]![unit]!))),
  )
  /** Units without a value count only in calls that have no others. */
  const choices = (call: number): Iterable<number> => {
    const distinct = new Set(ofUnits[call])
    if (distinct.size > 1) distinct.delete(none)
    return distinct.size === 0 ? [none] : distinct
  }
  const grouped: GroupedSource = { source, ofUnits, ofPairs: [] }
  return { places, space, choices, grouped }
}
