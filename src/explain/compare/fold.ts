import { type Stratum, withinStrata, Z95 } from '../../domain/statistics.ts'
import type { Pieces } from '../../pieces.ts'
import { canShow } from '../facts/evidence.ts'
import type { Fact } from './fact.ts'
import { Rows } from './strata-of.ts'

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
  const marked = new Rows(sides)
  for (const fact of facts) {
    const owner = ownerOf(fact, rows, marked, onlySame)
    if (owner) owner.push(fact)
    else if (rows.length < most) {
      rows.push({ fact, sameCalls: [], goesWith: [] })
      marked.add(fact)
    }
    yield
  }
  return rows.map(ledByWhatIsSeen)
}

/** The list of a row above that the fact belongs to; null: it is a row of its own. */
function ownerOf(fact: Fact, rows: readonly Row[], marked: Rows, onlySame: boolean): Fact[] | null {
  const { each, all } = marked.beside(fact, MOST_TOGETHER)
  const same = each.findIndex(({ overlap }) => overlap >= NEARLY_THE_SAME)
  if (same >= 0) return rows[same]!.sameCalls
  if (onlySame || rows.length === 0) return null
  const left = each.map(({ strata }) => leftOver(strata))
  const gone = left.indexOf(0)
  if (gone >= 0) return rows[gone]!.goesWith
  return rows.length > 1 && leftOver(all.strata) === 0 ? rows[left.indexOf(Math.min(...left))]!.goesWith : null
}

/** Of facts of the same calls one that a turn shows says more than a tag that somebody put there. */
function ledByWhatIsSeen(row: Row): Row {
  const { fact, sameCalls } = row
  const seen = isSeen(fact) ? undefined : sameCalls.find(isSeen)
  return seen ? { ...row, fact: seen, sameCalls: [fact, ...sameCalls.filter(one => one !== seen)] } : row
}

const isSeen = ({ of, value }: Fact): boolean => canShow(of.attribute.name, value)

/** How much of a difference is left within the strata, of the whole; 0: nothing that counts. */
function leftOver(strata: readonly Stratum[]): number {
  const whole = [0, 1, 2, 3].map(at => strata.reduce((sum, part) => sum + part[at]!, 0))
  const all = whole[0]! / whole[1]! - whole[2]! / whole[3]!
  const { difference, z } = withinStrata(strata)
  if (difference === null || Math.abs(z) < Z95) return 0
  const part = difference / all
  return part < HARDLY_ANY ? 0 : part
}
