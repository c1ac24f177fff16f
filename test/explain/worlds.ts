import type { Archive } from '../../src/archive/archive.ts'
import type { CallSelection } from '../../src/domain/filter.ts'
import { type Explanation, explain, type Fact } from '../../src/explain/index.ts'
import { archiveOf } from '../analysis/world.ts'
import { type PlantedWorld, plantedWorld } from './planted.ts'

export const byOutcome: Record<'first' | 'second', CallSelection> = {
  first: { filter: { call_successful: 'failure' } },
  second: { filter: { call_successful: 'success' } },
}

/** @param words phrases of each speaker */
export const explainFailures = (archive: Archive, rows: number, words: number): Promise<Explanation> =>
  explain(archive, { ...byOutcome, zone: 'UTC', rows, words, modes: false })

/** `version = v7`, `variable:plan = basic`. */
export const nameOf = ({ of: { attribute, key }, value }: Fact): string => {
  const text = attribute.name === 'variable' || attribute.name === 'data' ? value.replace(/^"|"$/g, '') : value
  return `${attribute.name}${key === null ? '' : `:${key}`} = ${text}`
}

export interface Tried {
  world: PlantedWorld
  explanation: Explanation
  /** Causes that are none of the first three rows. */
  missed: string[]
}

/** Asks of a world with planted causes why its calls fail. */
export async function tryWorld(seed: string, planted: number, size: number): Promise<Tried> {
  const world = plantedWorld(seed, planted, size)
  const archive = await archiveOf(world.calls)
  try {
    // Words take most of the time, and are no causes.
    const explanation = await explainFailures(archive, 10, planted === 0 ? 4 : 0)
    const first = explanation.facts!.rows.slice(0, 3).map(row => [row.fact, ...row.sameCalls].map(nameOf))
    const isFound = (cause: RegExp): boolean => first.some(names => names.some(name => cause.test(name)))
    return { world, explanation, missed: world.causes.filter(({ row }) => !isFound(row)).map(({ name }) => name) }
  } finally {
    await archive.close()
  }
}
