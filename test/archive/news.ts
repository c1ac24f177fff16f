import { expect } from 'vitest'
import type { Archive } from '../../src/archive/archive.ts'
import { newsSince } from '../../src/mirror/call-news.ts'
import { summariesOf } from './mirror.ts'

/* What is news to whoever listens, the same in each engine. */

const DAY = 86_400
/** 5 November 2026. */
const T = 1_793_880_000

/** Writes calls into an archive that has none. */
export async function expectNews(archive: Archive): Promise<void> {
  const write = (id: string, agent: string, start: number) =>
    archive.upsertSummaries(summariesOf([{ conversation_id: id, agent_id: agent, start_time_unix_secs: start }]), T)
  let seen: number | undefined
  const look = async (agents: string[] | null, keeps = true) => {
    const { newest, isOfThem } = await archive.read(newsSince(seen, agents))
    if (keeps) seen = newest
    return isOfThem
  }
  // What is there when somebody begins to listen is no news.
  await write('conv_first', 'agent_a', T)
  expect(await look(null)).toBe(false)
  expect(await look(null)).toBe(false)
  await write('conv_second', 'agent_a', T + DAY)
  expect(await look(['agent_b'], false)).toBe(false)
  expect(await look(['agent_b', 'agent_a'], false)).toBe(true)
  expect(await look(null)).toBe(true)
  // It started months before the others, or nobody knows when.
  for (const [id, start] of [
    ['conv_late', T - 100 * DAY],
    ['conv_undated', 0],
  ] as const) {
    await write(id, 'agent_b', start)
    expect(await look(['agent_a'], false)).toBe(false)
    expect(await look(['agent_b'], false)).toBe(true)
    expect(await look(null)).toBe(true)
  }
  // That a known call turns out to have started in another month is none.
  await write('conv_undated', 'agent_b', T - 40 * DAY)
  await write('conv_first', 'agent_a', T)
  expect(await look(null)).toBe(false)
}
