import type { Needs } from '../analysis/index.ts'
import type { Topics } from './analyze/topics.ts'
import type { ToolContext } from './define.ts'
import { type FromArchive, fromArchive } from './from-archive.ts'
import type { Selection } from './selection.ts'

/**
 * Makes the archive hold what a question needs of each of its selections. They share the caller's patience.
 * @throws as `fromArchive`
 */
export async function syncAll(
  selections: readonly Selection[],
  needs: Needs,
  topics: readonly Topics[],
  context: ToolContext,
): Promise<FromArchive[]> {
  const began = performance.now()
  const { patienceMs, onProgress } = context
  let done = 0
  const read = async (selection: Parameters<typeof fromArchive>[0], details: boolean): Promise<FromArchive> => {
    const before = done
    return fromArchive(selection, details, {
      ...context,
      patienceMs: patienceMs && Math.max(0, patienceMs - (performance.now() - began)),
      onProgress:
        onProgress &&
        (progress => {
          // What one reading has done is not undone by the next: whoever watches sees it grow.
          done = before + progress.done
          onProgress({ ...progress, done, total: progress.total && before + progress.total })
        }),
    })
  }
  const found: FromArchive[] = []
  for (const selection of selections) found.push(await read(selection, needs.details))
  // What a selection needs beside its calls; where these are incomplete, nothing more needs to be said.
  const add = (at: number, what: string, { notes }: FromArchive): void => {
    const { report, notes: said } = found[at]!
    if (report.complete) said.push(...notes.filter(note => !said.includes(note)).map(note => `${what}: ${note}`))
  }
  for (const [at, { filter, window, zone }] of selections.entries()) {
    const ids = [...(topics[at]?.names.keys() ?? [])]
    if (ids.length > 0) {
      const agent = filter.agent_id === undefined ? {} : { agent_id: filter.agent_id }
      add(at, 'Calls by topic', await read({ filter: { ...agent, topic_ids: ids }, window, zone }, false))
    }
    if (needs.laterSecs > 0) {
      // Whoever called again may have called any agent.
      const later = { filter: {}, window: longer(window, needs.laterSecs), zone }
      add(at, 'Calls that may follow', await read(later, true))
    }
  }
  return found
}

const longer = (window: Selection['window'], secs: number): Selection['window'] =>
  window?.beforeUnix === undefined ? window : { ...window, beforeUnix: window.beforeUnix + secs }
