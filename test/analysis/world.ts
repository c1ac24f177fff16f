import { type Analysis, analyze, type Question, type Value } from '../../src/analysis/index.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import type { Json } from '../../src/demo/world.ts'
import type { ConversationSummary } from '../../src/domain/conversation.ts'
import { newPath } from '../archive/mirror.ts'
import { add } from '../search/filled.ts'
import { emptyArchive } from '../support/empty-archive.ts'

/** An archive that holds the details of these calls. */
export async function archiveOf(bodies: readonly Json[]): Promise<Archive> {
  const archive = await openArchive(emptyArchive(newPath()), 1000)
  await add(archive, bodies, 1000)
  return archive
}

export const ask = (archive: Archive, question: Partial<Question>): Promise<Analysis> =>
  analyze(archive, { filter: {}, zone: 'UTC', metrics: ['count'], groupBy: [], ...question })

/** Rows as objects. */
export const rowsOf = ({ table }: Pick<Analysis, 'table'>): Record<string, Value>[] =>
  table.rows.map(row => Object.fromEntries(table.columns.map(({ name }, at) => [name, row[at]!])))

/** The only row. */
export const rowOf = (analysis: Analysis): Record<string, Value> => {
  const rows = rowsOf(analysis)
  if (rows.length !== 1) throw new Error(`${rows.length} rows`)
  return rows[0]!
}

/** A call as lists tell it. */
export const listed = (facts: Partial<ConversationSummary> & { id: string }): ConversationSummary => ({
  ...{
    agentId: 'agent_a',
    agentName: 'Agent a',
    branchId: null,
    versionId: null,
    environment: null,
    startedAt: 1_790_856_000,
  },
  ...{ durationSecs: 60, messageCount: 4, status: 'done', outcome: 'success', score: null, ending: '', title: null },
  ...{ summary: null, language: null, source: null, direction: null, rating: null, toolNames: [], sentiment: null },
  ...{ criteria: [], collected: [], tagIds: [] },
  ...facts,
})

/** An archive of which only lists were read. */
export async function listOf(calls: readonly ConversationSummary[]): Promise<Archive> {
  const archive = await openArchive(emptyArchive(newPath()), 1000)
  await archive.upsertSummaries(calls, 1000)
  return archive
}

/** One call at each of the times. */
export const callsAt = (starts: readonly number[]): Promise<Archive> =>
  listOf(starts.map((startedAt, number) => listed({ id: `conv_${number}`, startedAt })))
