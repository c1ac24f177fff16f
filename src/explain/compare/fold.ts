import { type Stratum, withinStrata, Z95 } from '../../domain/statistics.ts'
import type { Pieces } from '../../pieces.ts'
import { canShow } from '../facts/evidence.ts'
import type { Fact } from './fact.ts'

/** A fact with those that tell the same. */
export interface Row {
  fact: Fact
  /** Facts of the same calls, or nearly the same. */
  sameCalls: Fact[]
  /** Facts that differ between the groups only together with this one. */
  goesWith: Fact[]
}

export interface FoldOptions {
  /** Rows. */
  most: number
  /** Of facts that are no more than chance only those of the same calls are put together. */
  onlySame?: boolean
}

/** Calls that have both, of those that have either. */
const NEARLY_THE_SAME = 0.9
/** A part of the difference that is no story of its own, however sure it is. */
const HARDLY_ANY = 0.25
/** All rows together divide calls into so many strata that none would have enough of them. */
const MOST_TOGETHER = 4

/**
 * Makes rows of facts, the first of which differ most: each fact is a row of its own, or belongs to one above it. It does
 * where it is of the same calls, and where its difference is gone, or three quarters of it, among calls that agree in the
 * facts of the rows (`withinStrata`): then it says nothing that the rows do not say.
 */
export function* foldFacts(
  facts: readonly Fact[],
  sides: Uint8Array,
  { most, onlySame = false }: FoldOptions,
): Pieces<Row[]> {
  const rows: Row[] = []
  const marks: Uint8Array[] = []
  for (const fact of facts) {
    const found = ownerOf(fact, rows, marks, sides, onlySame)
    if (found) found.list.push(fact)
    else if (rows.length < most) {
      rows.push({ fact, sameCalls: [], goesWith: [] })
      marks.push(marksOf(fact))
    }
    yield
  }
  return rows.map(ledByWhatIsSeen)
}

/** Of facts of the same calls one that a turn shows says more than a tag that somebody put there. */
function ledByWhatIsSeen(row: Row): Row {
  const { fact, sameCalls } = row
  const seen = isSeen(fact) ? undefined : sameCalls.find(isSeen)
  return seen ? { ...row, fact: seen, sameCalls: [fact, ...sameCalls.filter(one => one !== seen)] } : row
}

const isSeen = ({ of, value }: Fact): boolean => canShow(of.attribute.name, value)

const [UNKNOWN, NO, YES] = [0, 1, 2]

function marksOf({ of, calls }: Fact): Uint8Array {
  const marks = Uint8Array.from(of.known, known => (known === 1 ? NO : UNKNOWN))
  for (const call of calls) marks[call] = YES
  return marks
}

function ownerOf(
  fact: Fact,
  rows: readonly Row[],
  marks: readonly Uint8Array[],
  sides: Uint8Array,
  onlySame: boolean,
): { list: Fact[] } | null {
  const own = marksOf(fact)
  let nearest: { row: Row; left: number } | null = null
  for (const [at, row] of rows.entries()) {
    const { strata, jaccard } = compared(own, [marks[at]!], sides)
    if (jaccard >= NEARLY_THE_SAME) return { list: row.sameCalls }
    if (onlySame) continue
    const left = leftOver(strata)
    if (left === 0) return { list: row.goesWith }
    if (nearest === null || left < nearest.left) nearest = { row, left }
  }
  if (rows.length < 2 || nearest === null) return null
  const { strata } = compared(own, marks.slice(0, MOST_TOGETHER), sides)
  return leftOver(strata) === 0 ? { list: nearest.row.goesWith } : null
}

/** How much of a difference is left within the strata, of the whole; 0: nothing that counts. */
function leftOver(strata: readonly Stratum[]): number {
  const whole = [0, 1, 2, 3].map(at => strata.reduce((sum, part) => sum + part[at]!, 0))
  const all = whole[0]! / whole[1]! - whole[2]! / whole[3]!
  const { difference, z } = withinStrata(strata)
  if (difference === null || Math.abs(z) < Z95) return 0
  const part = difference / all
  return part < HARDLY_ANY ? 0 : part
}

/** Strata by what is known of the rows: a call has the fact, has not, or nobody knows. */
function compared(own: Uint8Array, rows: readonly Uint8Array[], sides: Uint8Array) {
  const strata = Array.from({ length: 3 ** rows.length }, () => [0, 0, 0, 0])
  let [both, either] = [0, 0]
  for (let call = 0; call < own.length; call++) {
    const mark = own[call]!
    if (mark === UNKNOWN) continue
    let code = 0
    for (const row of rows) code = code * 3 + row[call]!
    const stratum = strata[code]!
    const isHit = mark - NO!
    const at = sides[call]! * 2
    stratum[at]! += isHit
    stratum[at + 1]!++
    const isRow = code === YES
    if (isHit === 1 || isRow) either++
    if (isHit === 1 && isRow) both++
  }
  return { strata: strata as unknown as Stratum[], jaccard: either === 0 ? 0 : both / either }
}
