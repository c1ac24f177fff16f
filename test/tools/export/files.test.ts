import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ConversationSource } from '../../../src/api/client.ts'
import type { Json } from '../../../src/demo/world.ts'
import { DeadlineError } from '../../../src/errors.ts'
import { exportConversations } from '../../../src/tools/export-conversations.ts'
import { runTool } from '../../../src/tools/run.ts'
import { MORE, some } from '../../support/runs.ts'
import { smallWorld } from '../../support/small-world.ts'
import { startWorld, type TestWorld } from '../../support/world.ts'
import { exportDesk } from './desk.ts'
import { textOf } from './exported.ts'

const { few, many, place, exported, refusal, filesIn, withWorld } = exportDesk()

describe('the file', () => {
  test('is new each time, and nobody else may read it', async () => {
    await mkdir(place.folder, { mode: 0o700 })
    await writeFile(join(place.folder, 'mine.csv'), 'mine')
    const paths: string[] = []
    for (let at = 0; at < 3; at++) paths.push((await exported({ file_name: 'mine.csv' })).structured.file.path)
    expect(paths.map(path => path.slice(place.folder.length + 1))).toEqual(['mine-2.csv', 'mine-3.csv', 'mine-4.csv'])
    expect(await readFile(join(place.folder, 'mine.csv'), 'utf8')).toBe('mine')
    if (process.platform !== 'win32') {
      for (const path of paths) expect((await stat(path)).mode & 0o777).toBe(0o600)
    }
    expect((await exported()).structured.file.path).toBe(join(place.folder, 'calls-2026-11-22.csv'))
  })

  test.each([
    '../x',
    '/etc/passwd',
    '..',
    '.',
    'a/b',
    'a\\b',
    'C:\\x',
    'c:x',
    '\u0000',
    'a\u0000b',
    'nul',
    'con.csv',
    '.hidden',
    '~',
    '$HOME',
    '%TEMP%',
    'x'.repeat(200),
    'ü'.repeat(200),
    '\u202egpj',
    ' ',
    '\n',
    'a\nb',
    '-rf',
    '../exports/../x',
    '..\u2215x',
  ])('lies in the folder, or there is none: %j', async file_name => {
    const { isError, structured, text } = await exported({ file_name, columns: ['conversation_id'] })
    if (isError) expect(text).toMatch(/is a path|is empty/)
    else {
      expect(dirname(structured.file.path)).toBe(place.folder)
      expect(await filesIn()).toEqual([structured.file.path.slice(place.folder.length + 1)])
      expect(structured.file.path.slice(place.folder.length + 1)).toMatch(/^[^.\p{Cc}][^\p{Cc}\u202e/\\]*\.csv$/u)
    }
    expect((await filesIn(place.outside)).filter(name => name !== 'exports')).toEqual([])
  })

  test('a path is refused before anything is read', async () => {
    await withWorld(smallWorld().conversations, async (client, { api }) => {
      expect(await refusal({ file_name: '../x' }, client)).toContain('is a path')
      expect(await refusal({ columns: ['titel'] }, client)).toContain('Did you mean title?')
      expect(api.requests).toEqual([])
    })
  })

  test('is not written where the folder is none', async () => {
    await writeFile(place.folder, 'a file')
    expect(await refusal({})).toBe(
      `The export directory ${place.folder} cannot be used: it is not a directory. Choose another directory.`,
    )
    expect(await readFile(place.folder, 'utf8')).toBe('a file')
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('nor where nobody may write', async () => {
    await mkdir(place.folder, { mode: 0o500 })
    expect(await refusal({})).toContain('no write permission')
  })
})

describe('what is refused', () => {
  test.each<[Json, string]>([
    [{ columns: ['title', 'title'] }, 'Column "title" is given twice.'],
    [{ columns: ['=1\u0000'] }, 'Unknown column'],
    [{ columns: ['title'], format: 'jsonl' }, 'columns requires format csv.'],
    [{ format: 'xlsx' }, 'format must be one of csv, jsonl, markdown, report (got "xlsx").'],
    [{ folder: '/tmp' }, 'Unknown argument "folder".'],
    [{ agent_id: 'Nobody' }, 'No agent is named "Nobody".'],
    [{ where: ['text_only=maybe'] }, 'text_only must be true or false (got "maybe").'],
  ])('%j', async (input, words) => {
    expect(await refusal(input)).toContain(words)
    expect(await filesIn()).toEqual([])
  })

  test('an export while the archive is off', async () => {
    await withWorld(
      [],
      async client => expect(await refusal({}, client)).toContain('This needs the archive, which is off'),
      {
        archive: 'off',
      },
    )
  })
})

describe('a file that would not be whole is not written', () => {
  const contextOf = async ({ app }: TestWorld, more: object = {}, signal = new AbortController().signal) => ({
    ...(await app.toolContext(signal)),
    ...more,
  })

  test('while calls are still being read', async () => {
    const world = await startWorld(smallWorld, { exportDir: place.folder }, { latencyMs: 40 })
    const context = await contextOf(world, { patienceMs: 150 })
    await expect(runTool(exportConversations, {}, context)).rejects.toThrow(
      /^No file was written: it would be incomplete\. (Read|Listed) so far: \d+ .*\n.*Sync continues in the background; repeat the request later\.$/,
    )
    expect(await filesIn()).toEqual([])
    world.api.faults.clear()
    const { structured } = await runTool(exportConversations, {}, await contextOf(world))
    expect((structured as Json).file.rows).toBe(13)
    await world.close()
  })

  test('while most calls fail', MORE, async () => {
    const four = smallWorld()
      .conversations.filter(({ status }) => status === 'done')
      .slice(0, 4)
    await withWorld(four, async (client, { api }) => {
      for (const { conversation_id: id } of four.slice(1)) api.faults.always(new RegExp(`${id}$`), { status: 500 })
      expect(await refusal({}, client)).toMatch(
        /^No file was written: it would be incomplete\. Read so far: 1 of 4 calls, newest first\..*\n3 calls could not be read/,
      )
      expect(await filesIn()).toEqual([])
    })
  })

  test('one call that fails while others are read, or that is gone, is named and excluded', async () => {
    await withWorld(smallWorld().conversations, async (client, { api }) => {
      api.faults.always(/conv_refund_error$/, { status: 404 })
      api.faults.always(/conv_chat$/, { status: 500 })
      for (const format of some(['csv', 'jsonl', 'markdown'], 3)) {
        const { structured } = await exported({ format, ...(format === 'csv' && { columns: ['transcript'] }) }, client)
        expect(structured.file.rows).toBe(11)
        expect(structured.coverage.notes[0]).toMatch(
          /^1 call cannot be read and is excluded where transcripts are needed: .*HTTP 500.*conv_chat.*\. Next retry from 2026-11-22 12:01\.$/,
        )
        expect(structured.coverage.notes.join()).not.toContain('went away')
      }
      expect((await exported({ columns: ['title'] }, client)).structured.file.rows).toBe(12)
    })
  })

  /** The source, which ends the call at the last moment before something is written. */
  const ending = (source: ConversationSource, end: () => void): ConversationSource =>
    Object.create(source, {
      agents: {
        value: async () => {
          end()
          return []
        },
      },
    })

  test('after it was cancelled, nor after its time was over', async () => {
    for (const [reason, says] of [
      [new Error('enough'), /^enough$/],
      [
        new DeadlineError(45_000),
        /^No file was written: 13 calls could not be written within the time limit of a tool call\./,
      ],
    ] as const) {
      const stop = new AbortController()
      const context = await contextOf(few.world, {}, stop.signal)
      const source = ending(context.source, () => stop.abort(reason))
      await expect(runTool(exportConversations, {}, { ...context, source })).rejects.toThrow(says)
      expect(await filesIn()).toEqual([])
    }
  })
})

test('a second export of a covered window costs no request', MORE, async () => {
  const input = { after: '2026-11-16', before: '2026-11-17' }
  const first = await textOf(await exported(input, many.client))
  const before = many.world.api.requests.length
  for (const format of ['csv', 'jsonl', 'markdown']) await exported({ ...input, format }, many.client)
  expect(await textOf(await exported(input, many.client))).toBe(first)
  expect(many.world.api.requests.length).toBe(before)
})
