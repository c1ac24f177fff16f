import { join } from 'node:path'
import { toConversation, toSummaries } from '../../src/api/map.ts'
import { type Archive, openArchive } from '../../src/archive/archive.ts'
import { listItem } from '../../src/demo/list-item.ts'
import type { Json } from '../../src/demo/world.ts'
import { smallWorld } from '../support/small-world.ts'
import { CONTRACT } from './contract.ts'

/* What other processes do to an archive: a program of one command, which prints one line of JSON. */

/** The small world's calls under ids of their own. */
function calls(prefix: string): Json[] {
  return smallWorld().conversations.map(call => ({ ...call, conversation_id: `${prefix}_${call.conversation_id}` }))
}

function write(archive: Archive, prefix: string, at: number): void {
  const bodies = calls(prefix)
  const { items } = toSummaries({
    conversations: bodies.map(body => listItem(body, { summaries: true })),
    has_more: false,
  })
  const walk = { scope: prefix, from: 0, to: at }
  archive.transaction(() => {
    archive.upsertSummaries(items, at)
    archive.setWalkPosition(walk, { position: 1, startedAt: at })
  })
  for (const body of bodies) archive.upsertConversation(body, toConversation(body, body.conversation_id), at)
}

const COMMANDS: Record<string, (path: string, ...rest: string[]) => unknown> = {
  open: path => {
    openArchive(path).close()
    return 'opened'
  },

  /** `rounds` batches, each of new calls and of calls that every writer writes. */
  write: (path, who = '', rounds = '1') => {
    const archive = openArchive(path)
    for (let round = 0; round < Number(rounds); round += 1) {
      write(archive, `${who}${round}`, 1000 + round)
      write(archive, 'shared', 1000 + round)
    }
    archive.close()
    return 'written'
  },

  /** Until it is killed. */
  'write-on': (path, who = '') => {
    const archive = openArchive(path)
    process.stdout.write('"writing"\n')
    for (let round = 0; ; round += 1) write(archive, `${who}${round}`, 1000 + round)
  },

  /** Until it cannot go on. @returns how many calls have been written, and what then was wrong */
  fill: path => {
    let written = 0
    try {
      const archive = openArchive(path)
      for (let round = 0; ; round += 1) {
        for (const body of calls(`r${round}`)) {
          archive.upsertConversation(body, toConversation(body, body.conversation_id), 1000)
          written += 1
        }
      }
    } catch (error) {
      return { written, message: `${(error as Error).constructor.name}: ${(error as Error).message}` }
    }
  },

  check: path => {
    const archive = openArchive(path)
    const { calls, withDetail } = archive.status()
    const migrations = archive.db.all('SELECT name FROM migrations').map(({ name }) => name)
    const turns = archive.db.get('SELECT count(*) AS n FROM turns')?.n
    const found = archive.db.all('SELECT rowid FROM words WHERE words MATCH ?', ['"=furious"']).length
    const summary = archive.conversation('shared_conv_refund')?.summary ?? null
    const report = { calls, withDetail, migrations, turns, found, summary, problems: archive.integrity() }
    archive.close()
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
process.stdout.write(`${JSON.stringify(COMMANDS[command]!(...(rest as [string, ...string[]])))}\n`)
