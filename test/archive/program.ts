import { join } from 'node:path'
import { toConversation, toSummaries } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { setWalkPosition } from '../../src/archive/coverage/coverage.ts'
import { both } from '../../src/archive/engine/work.ts'
import { listItem } from '../../src/demo/list-item.ts'
import type { Json } from '../../src/demo/world.ts'
import { databaseOf } from '../support/database.ts'
import { smallWorld } from '../support/small-world.ts'
import { CONTRACT } from './contract.ts'

/* What other processes do to an archive: a program of one command, which prints one line of JSON. */

/** The small world's calls under ids of their own. */
function calls(prefix: string): Json[] {
  return smallWorld().conversations.map(call => ({ ...call, conversation_id: `${prefix}_${call.conversation_id}` }))
}

async function write(archive: Archive, prefix: string, at: number): Promise<void> {
  const bodies = calls(prefix)
  const { items } = toSummaries({
    conversations: bodies.map(body => listItem(body, { summaries: true })),
    has_more: false,
  })
  const walk = { scope: prefix, from: 0, to: at }
  await archive.write(both(archive.listed(items, at), setWalkPosition(walk, { position: 1, startedAt: at })))
  for (const body of bodies) await archive.upsertConversation(body, toConversation(body, body.conversation_id), at)
}

const COMMANDS: Record<string, (path: string, ...rest: string[]) => unknown> = {
  open: async path => {
    await (await openArchive(path)).close()
    return 'opened'
  },

  /** `rounds` batches, each of new calls and of calls that every writer writes. */
  write: async (path, who = '', rounds = '1') => {
    const archive = await openArchive(path)
    for (let round = 0; round < Number(rounds); round += 1) {
      await write(archive, `${who}${round}`, 1000 + round)
      await write(archive, 'shared', 1000 + round)
    }
    await archive.close()
    return 'written'
  },

  /** Until it is killed. */
  'write-on': async (path, who = '') => {
    const archive = await openArchive(path)
    for (let round = 0; ; round += 1) {
      await write(archive, `${who}${round}`, 1000 + round)
      process.stdout.write('"written"\n')
    }
  },

  /** Until it cannot go on. @returns how many calls have been written, and what then was wrong */
  fill: async path => {
    let written = 0
    try {
      const archive = await openArchive(path)
      for (let round = 0; ; round += 1) {
        for (const body of calls(`r${round}`)) {
          await archive.upsertConversation(body, toConversation(body, body.conversation_id), 1000)
          written += 1
        }
      }
    } catch (error) {
      return { written, message: `${(error as Error).constructor.name}: ${(error as Error).message}` }
    }
  },

  check: async path => {
    const archive = await openArchive(path)
    const { calls, withDetail } = await archive.status()
    const migrations = databaseOf(archive)
      .all('SELECT name FROM migrations')
      .map(({ name }) => name)
    const turns = databaseOf(archive).get('SELECT count(*) AS n FROM turns')?.n
    const found = databaseOf(archive).all('SELECT rowid FROM words WHERE words MATCH ?', ['"=furious"']).length
    const summary = (await archive.conversation('shared_conv_refund'))?.summary ?? null
    const report = { calls, withDetail, migrations, turns, found, summary, problems: await archive.integrity() }
    await archive.close()
    return report
  },

  contract: folder =>
    Object.entries(CONTRACT).map(([name, check], index) => {
      try {
        check(join(folder, `${index}.sqlite`))
        return `ok ${name}`
      } catch (error) {
        return `failed ${name}: ${error}`
      }
    }),
}

const [command = '', ...rest] = process.argv.slice(2)
process.stdout.write(`${JSON.stringify(await COMMANDS[command]!(...(rest as [string, ...string[]])))}\n`)
