import { expect, test } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { run } from '../../src/archive/engine/work.ts'
import { newsSince } from '../../src/mirror/call-news.ts'
import { emptyArchive } from '../support/empty-archive.ts'
import { newPath, summariesOf } from './mirror.ts'
import { expectNews } from './news.ts'

test('a call that was not here before is news to whoever may see it, whenever it started', async () => {
  const archive = await openArchive(emptyArchive(newPath()), 1000)
  await expectNews(archive)
  await archive.close()
})

test('so is one that gets a number that an erased call had', async () => {
  const archive = await openArchive(emptyArchive(newPath()), 1000)
  const write = (...ids: string[]) =>
    archive.upsertSummaries(summariesOf(ids.map(id => ({ conversation_id: id, agent_id: 'agent_a' }))), 1000)
  await write('conv_1', 'conv_2', 'conv_3')
  const { newest } = await archive.read(newsSince(undefined, null))
  await archive.write(run(sql`DELETE FROM conversations WHERE conversation_id <> 'conv_1'`))
  const after = await archive.read(newsSince(newest, null))
  expect(after.isOfThem).toBe(false)
  await write('conv_4')
  expect((await archive.read(newsSince(after.newest, null))).isOfThem).toBe(true)
  await archive.close()
})
