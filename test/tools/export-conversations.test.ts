import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ConversationSource } from '../../src/api/client.ts'
import { DEMO_SECRET, SPECIAL } from '../../src/demo/data/index.ts'
import type { Json } from '../../src/demo/world.ts'
import { DeadlineError } from '../../src/errors.ts'
import { exportConversations } from '../../src/tools/export-conversations.ts'
import { runTool } from '../../src/tools/run.ts'
import { parseCsv } from '../export/parse-csv.ts'
import { type Answer, connect, connectV1, costs, type TestClient } from '../support/client.ts'
import { startSample } from '../support/sample.ts'
import { smallWorld, smallWorldExtras } from '../support/small-world.ts'
import { API_KEY, NOW, startWorld, type TestWorld } from '../support/world.ts'

const DAY = 24 * 3600

let outside: string
let folder: string
let smallServer: TestWorld
let sampleServer: TestWorld
let c: TestClient
let big: TestClient
/** The API's own JSON of the calls of the last days, newest first. */
let bodies: Json[]

beforeAll(async () => {
  outside = await realpath(await mkdtemp(join(tmpdir(), 'export-')))
  folder = join(outside, 'exports')
  smallServer = await startWorld(smallWorld, { exportDir: folder }, { extras: smallWorldExtras() })
  sampleServer = await startSample({ exportDir: folder })
  ;[c, big] = await Promise.all([connect(smallServer.app), connect(sampleServer.app)])
  const { conversations } = await get(sampleServer, `?page_size=100&call_start_after_unix=${NOW - 4 * DAY - 1}`)
  bodies = await Promise.all(conversations.map((item: Json) => get(sampleServer, `/${item.conversation_id}`)))
})
afterAll(async () => {
  await Promise.all([c.close(), big.close()])
  await Promise.all([smallServer.close(), sampleServer.close()])
  await rm(outside, { recursive: true, force: true })
})
beforeEach(() => rm(folder, { recursive: true, force: true }))
afterEach(() => smallServer.api.faults.clear())

const get = async ({ api }: TestWorld, path: string): Promise<Json> =>
  (await fetch(`${api.url}/v1/convai/conversations${path}`, { headers: { 'xi-api-key': API_KEY } })).json() as Json

const exported = (input: Json = {}, client = c): Promise<Answer> => client.call('export_conversations', input)
const textOf = ({ structured }: Answer): Promise<string> => readFile(structured.file.path, 'utf8')
const filesIn = async (path = folder): Promise<string[]> => (await readdir(path).catch(() => [])).sort()
const stable = (text: string): string => text.replaceAll(outside, 'OUTSIDE').replace(/[\d,]+ bytes/, 'N bytes')

async function refusal(input: Json, client = c): Promise<string> {
  const { text, isError } = await exported(input, client)
  expect(isError, text).toBe(true)
  return text
}

/** The rows of a table as objects. */
async function table(done: Answer): Promise<Record<string, string>[]> {
  const [names, ...rows] = parseCsv(await textOf(done))
  expect(rows.pop()).toEqual([''])
  return rows.map(row => Object.fromEntries(names!.map((name, at) => [name, row[at]!])))
}

async function withWorld<T>(
  conversations: Json[],
  use: (client: TestClient, world: TestWorld) => Promise<T>,
  settings = {},
) {
  const world = await startWorld({ ...smallWorld(), conversations }, { exportDir: folder, ...settings })
  const client = await connect(world.app)
  try {
    return await use(client, world)
  } finally {
    await client.close()
    await world.close()
  }
}

const callWith = (conversation_id: string, more: Json): Json => ({
  ...smallWorld().conversations[0]!,
  conversation_id,
  ...more,
})

describe('whole answers', () => {
  test('a table', async () => {
    expect(stable((await exported()).text)).toMatchInlineSnapshot(`
      "13 calls written, newest first.
      File: OUTSIDE/exports/calls-2026-11-22.csv (csv, N bytes)
      Columns: conversation_id, agent_id, agent_name, version_id, branch_id, environment, started_at, duration_secs, status, outcome, score, ending, error, title, summary, language, source, direction, external_number, agent_number, user_id, text_only, queue_wait_secs, entries, tool_calls, tool_errors, interruptions, tools, rating, feedback, feedback_comment, sentiment, sentiment_score, frustration, cost_credits, cost_usd, has_audio, tag_ids.
      Window: all times. Filters: none. Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC.
      1 call is stuck: in progress for more than a day, although no call lasts that long.
      Personal data is not masked; mask=true masks phone numbers, e-mail addresses, payment cards, bank and identity numbers, postal addresses, user ids, and names and dates of birth that a call gives in variables, data fields or tool arguments."
    `)
  })

  test('its structured half', async () => {
    const { structured } = await exported({ columns: ['conversation_id', 'outcome', 'criterion:solvd'] })
    structured.file.path = stable(structured.file.path)
    expect(structured).toMatchInlineSnapshot(`
      {
        "coverage": {
          "counts": "13 calls written, newest first.",
          "filters": "none",
          "notes": [
            "1 call is stuck: in progress for more than a day, although no call lasts that long.",
            "Columns without any value in these calls: "criterion:solvd".",
          ],
          "read": "Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC.",
          "window": "all times",
        },
        "file": {
          "bytes": 334,
          "columns": [
            "conversation_id",
            "outcome",
            "criterion:solvd",
          ],
          "format": "csv",
          "path": "OUTSIDE/exports/calls-2026-11-22.csv",
          "rows": 13,
        },
        "masking": "Personal data is not masked; mask=true masks phone numbers, e-mail addresses, payment cards, bank and identity numbers, postal addresses, user ids, and names and dates of birth that a call gives in variables, data fields or tool arguments.",
      }
    `)
  })

  test('transcripts with masked data, under a name of their own', async () => {
    const { text } = await exported({ format: 'markdown', mask: true, file_name: 'october', after: '2026-10' })
    expect(stable(text)).toMatchInlineSnapshot(`
      "11 calls written, newest first.
      File: OUTSIDE/exports/october.md (markdown, N bytes)
      Window: 2026-10-01 00:00 to 2026-10-31 24:00, UTC (all of "2026-10"). Filters: none. Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC.
      2 more calls would match, but their starts cannot be read, so no time window includes them.
      1 call is stuck: in progress for more than a day, although no call lasts that long.
      Masked: phone numbers, e-mail addresses, payment cards, bank and identity numbers, postal addresses, user ids, and names and dates of birth that a call gives in variables, data fields or tool arguments, each replaced by a pseudonym such as [phone-3f9a61c2], the same in every answer and export of this archive. Not masked: names that are only spoken, and whatever is not recognized. Masking does not guarantee anonymity."
    `)
  })

  test('no calls: no file', async () => {
    const none = await exported({ tool_names: ['zebra'], format: 'jsonl' })
    expect(none.text).toMatchInlineSnapshot(`
      "No calls match, so no file was written.
      Window: all times. Filters: tool_names = "zebra". Source: local archive of the live API, last synced 2026-11-22 12:00; times in UTC.
      Unexpected? tool_names are matched exactly; list_filter_values with kind tools shows values in use."
    `)
    expect(none.structured).not.toHaveProperty('file')
    expect(await filesIn(outside)).toEqual([])
  })

  test('are short, and the same in both eras', async () => {
    const v1 = await connectV1(smallServer.app)
    const [old, modern] = [await exported({ file_name: 'a' }, v1), await exported({ file_name: 'b' })]
    expect(old.text.replace('a.csv', 'b.csv')).toBe(modern.text)
    for (const size of Object.values(costs(modern))) expect(size).toBeLessThan(500)
    await v1.close()
  })
})

describe('a table', () => {
  const AFTER = { after: '4d' }
  const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))
  /** One line, no live link; apostrophes, with which formulas are stopped, are left out. */
  const plain = (value: unknown) => text(value).replace(/\s+/g, ' ').trim().replaceAll('](', '] (').replaceAll("'", '')
  const count = (body: Json, list: string, keep: (one: Json) => boolean = () => true): number =>
    body.transcript.flatMap((turn: Json) => turn[list] ?? []).filter(keep).length

  test('holds each call once, newest first, with the facts that the API tells', async () => {
    const done = await exported(AFTER, big)
    const rows = await table(done)
    expect(done.structured.file).toMatchObject({ rows: bodies.length, format: 'csv' })
    expect(rows.map(row => row.conversation_id)).toEqual(bodies.map(body => body.conversation_id))
    for (const [at, row] of rows.entries()) {
      const { agent_id, agent_name, status, analysis, metadata, transcript, user_id, ...body } = bodies[at]!
      const isLive = status !== 'done' && status !== 'failed'
      const { feedback, start_time_unix_secs } = metadata
      const expected = {
        agent_id,
        agent_name,
        status,
        outcome: analysis?.call_successful ?? 'unknown',
        title: plain(analysis?.call_summary_title),
        summary: plain(analysis?.transcript_summary),
        user_id: text(user_id),
        language: text(metadata.main_language),
        source: text(metadata.conversation_initiation_source),
        duration_secs: isLive && metadata.call_duration_secs === 0 ? '' : text(metadata.call_duration_secs),
        started_at: `${new Date(start_time_unix_secs * 1000).toISOString().slice(0, 19)}+00:00`,
        ending: plain(metadata.termination_reason),
        version_id: text(body.version_id),
        entries: text(transcript.length),
        tool_calls: text(count(bodies[at]!, 'tool_calls')),
        tool_errors: text(count(bodies[at]!, 'tool_results', result => result.is_error)),
        interruptions: text(transcript.filter((turn: Json) => turn.interrupted).length),
        rating: text(feedback?.rating),
        feedback_comment: plain(feedback?.comment),
        external_number: plain(metadata.phone_call?.external_number),
        tag_ids: (body.tag_ids ?? []).join(', '),
      }
      const found = Object.fromEntries(Object.keys(expected).map(name => [name, row[name]!.replaceAll("'", '')]))
      expect(found).toEqual(expected)
    }
  })

  test('of chosen columns, among them results, collected data, variables and the transcript', async () => {
    const columns = [
      'conversation_id',
      'messages',
      'criterion:solved',
      'collected:order_id',
      'variable:plan',
      'transcript',
    ]
    const rows = await table(await exported({ columns }))
    expect(Object.keys(rows[0]!)).toEqual(columns)
    const bodyOf = new Map(smallWorld().conversations.map(body => [body.conversation_id, body]))
    for (const row of rows) {
      const { transcript = [], analysis, conversation_initiation_client_data } = bodyOf.get(row.conversation_id!)!
      expect(row).toMatchObject({
        messages: String(transcript.filter((turn: Json) => turn.message).length),
        'criterion:solved': text(analysis?.evaluation_criteria_results?.solved?.result),
        'collected:order_id': text(analysis?.data_collection_results?.order_id?.value),
        'variable:plan': text(conversation_initiation_client_data?.dynamic_variables?.plan),
      })
      for (const { message } of transcript) expect(row.transcript!.replaceAll("'", '')).toContain(plain(message))
    }
    const asked = await big.call('get_conversation', {
      conversation_id: bodies[5]!.conversation_id,
      max_tokens: 20_000,
      max_tool_bytes: 80_000,
    })
    const [one] = await table(
      await exported({ columns: ['transcript'], after: '4d', user_id: bodies[5]!.user_id }, big),
    )
    expect(one!.transcript!.replaceAll("'", '')).toBe(asked.structured.transcript.replaceAll("'", ''))
  })

  test('of results alone reads the calls, since lists do not tell them', async () => {
    await withWorld(smallWorld().conversations, async client => {
      const rows = await table(
        await exported({ columns: ['conversation_id', 'criterion:solved', 'collected:amount'] }, client),
      )
      expect(rows.find(row => row.conversation_id === 'conv_refund')).toEqual({
        conversation_id: 'conv_refund',
        'criterion:solved': 'success',
        'collected:amount': '40',
      })
    })
  })

  test('of what lists tell reads no call in full', async () => {
    await withWorld(smallWorld().conversations, async (client, { api }) => {
      const done = await exported(
        { columns: ['conversation_id', 'title', 'outcome', 'messages', 'started_at'] },
        client,
      )
      expect(done.structured.file.rows).toBe(13)
      expect(api.requests.filter(({ path }) => /\/conversations\/conv/.test(path))).toEqual([])
      const rows = await table(done)
      expect(rows.find(row => row.conversation_id === 'conv_refund')).toEqual({
        conversation_id: 'conv_refund',
        title: 'Title of conv_refund',
        outcome: 'success',
        messages: '3',
        started_at: '2026-10-01T12:00:00+00:00',
      })
    })
  })

  test('runs nothing in a spreadsheet and breaks no line, whatever titles hold', async () => {
    const titles = ['=HYPERLINK("http://e.example","x")', '+1+1', '-2', '@SUM(A1)', '\t=1', 'a;=1', '"=1"', 'two\r\n=1,x', '\u202e=1', 'a\u0000b\u001b[2Jc'] // biome-ignore format: a list
    const calls = titles.map((title, at) =>
      callWith(`conv_${at}`, { analysis: { call_successful: 'success', call_summary_title: title } }),
    )
    await withWorld(calls, async client => {
      const done = await exported({ columns: ['conversation_id', 'title'] }, client)
      const raw = await textOf(done)
      expect(raw.trimEnd().split('\r\n')).toHaveLength(titles.length + 1)
      expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/)
      for (const separator of [',', ';', '\t']) {
        for (const cell of parseCsv(raw, separator).flat()) expect(cell).not.toMatch(/^\s*[=+\-@]/)
      }
      const rows = await table(done)
      expect(rows.find(row => row.conversation_id === 'conv_1')!.title).toBe("'+1+1")
    })
  })
})

describe('JSON lines', () => {
  /** Every leaf of JSON as `path value`. */
  const leaves = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null && Object.keys(value).length > 0
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
      : [`${path} ${JSON.stringify(value)}`]

  test("hold the API's JSON without its secrets, and nothing else", async () => {
    const done = await exported({ after: '4d', format: 'jsonl' }, big)
    const raw = await textOf(done)
    const lines = raw
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(line => line.conversation_id)).toEqual(bodies.map(body => body.conversation_id))
    for (const [at, line] of lines.entries()) {
      const [ours, theirs] = [new Set(leaves(line)), new Set(leaves(bodies[at]))]
      expect([...ours].filter(leaf => !theirs.has(leaf) && !/ (\{\}|\[\])$/.test(leaf))).toEqual([])
      const missing = [...theirs].filter(leaf => !ours.has(leaf))
      expect(
        missing.filter(
          leaf => !/tool_details|system__conversation_history|secret__|config_override|extra_body/.test(leaf),
        ),
      ).toEqual([])
    }
    expect(JSON.stringify(bodies)).toContain(DEMO_SECRET)
    expect(raw).not.toContain(DEMO_SECRET)
    expect(done.structured.file.bytes).toBe((await stat(done.structured.file.path)).size)
  })

  test('that were not changed are the very same', async () => {
    const done = await exported({ format: 'jsonl', where: ['text_only=true'] })
    const body = smallWorld().conversations.find(({ conversation_id }) => conversation_id === 'conv_chat')!
    delete body.conversation_initiation_client_data.dynamic_variables.system__conversation_history
    expect(JSON.parse(await textOf(done))).toMatchObject(body)
  })
})

test('transcripts have a section for each call, and every word of it', async () => {
  const raw = await textOf(await exported({ after: '4d', format: 'markdown' }, big))
  const sections = raw.split(/^## /m).slice(1)
  expect(sections).toHaveLength(bodies.length)
  for (const [at, section] of sections.entries()) {
    const read = section.replace(/\\([!-/:-@[-`{-~])/g, '$1')
    expect(read).toContain(bodies[at]!.conversation_id)
    // Its hidden characters, which are left out, stand within words.
    if (bodies[at]!.conversation_id === SPECIAL.hostile) continue
    for (const { message } of bodies[at]!.transcript) {
      const words = (message ?? '').normalize().match(/[\p{L}\p{N}]+/gu) ?? []
      expect(words.every((word: string) => read.includes(word))).toBe(true)
    }
  }
})

describe('masked data', () => {
  const PHONE = '+41 44 668 18 00'
  const call = callWith('conv_4001rykm60hecv50j79b0hge4qah', {
    user_id: 'ada.lovelace@example.org',
    transcript: [
      { role: 'user', message: `Call me back at ${PHONE} or ada.lovelace@example.org`, time_in_call_secs: 1 },
      { role: 'agent', message: 'I will.', time_in_call_secs: 2 },
    ],
    metadata: {
      ...smallWorld().conversations[0]!.metadata,
      phone_call: { type: 'twilio', direction: 'inbound', agent_number: '+15550100001', external_number: PHONE },
    },
  })

  test.each([['csv'], ['jsonl'], ['markdown']])('is nowhere in a file: %s', async format => {
    await withWorld([call], async client => {
      const done = await exported(
        {
          format,
          mask: true,
          ...(format === 'csv'
            ? { columns: ['conversation_id', 'agent_id', 'user_id', 'external_number', 'transcript'] }
            : {}),
        },
        client,
      )
      const raw = (await textOf(done)).replaceAll('\\', '')
      expect(raw).not.toMatch(/668 ?18|lovelace|example\.org/)
      expect(raw).toContain('conv_4001rykm60hecv50j79b0hge4qah')
      expect(raw).toContain('agent_billing')
      const pseudonyms = new Set(raw.match(/\[phone-[0-9a-f]{8}\]/g))
      expect(pseudonyms.size).toBe(format === 'csv' ? 1 : 2)
      expect(done.structured.masking).toMatch(/^Masked: phone numbers.*Not masked: names that are only spoken/)
    })
  })

  test('is the same in every export of an archive', async () => {
    await withWorld([call], async client => {
      const one = await textOf(await exported({ mask: true }, client))
      expect(await textOf(await exported({ mask: true }, client))).toBe(one)
      await withWorld([call], async other => expect(await textOf(await exported({ mask: true }, other))).not.toBe(one))
    })
  })

  test('stays masked where the person who started the server wants it so', async () => {
    const settings = { redact: true }
    await withWorld(
      [call],
      async client => {
        const done = await exported({}, client)
        expect(await textOf(done)).not.toMatch(/668 ?18|lovelace/)
        expect(done.text).toContain('Masked: phone numbers')
        expect(await refusal({ mask: false }, client)).toBe(
          'mask cannot be false: the server was started with --redact on.',
        )
        expect(await filesIn()).toHaveLength(1)
      },
      settings,
    )
  })
})

describe('the file', () => {
  test('is new each time, and nobody else may read it', async () => {
    await mkdir(folder, { mode: 0o700 })
    await writeFile(join(folder, 'mine.csv'), 'mine')
    const paths: string[] = []
    for (let at = 0; at < 3; at++) paths.push((await exported({ file_name: 'mine.csv' })).structured.file.path)
    expect(paths.map(path => path.slice(folder.length + 1))).toEqual(['mine-2.csv', 'mine-3.csv', 'mine-4.csv'])
    expect(await readFile(join(folder, 'mine.csv'), 'utf8')).toBe('mine')
    if (process.platform !== 'win32') {
      for (const path of paths) expect((await stat(path)).mode & 0o777).toBe(0o600)
    }
    expect((await exported()).structured.file.path).toBe(join(folder, 'calls-2026-11-22.csv'))
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
      expect(dirname(structured.file.path)).toBe(folder)
      expect(await filesIn()).toEqual([structured.file.path.slice(folder.length + 1)])
      expect(structured.file.path.slice(folder.length + 1)).toMatch(/^[^.\p{Cc}][^\p{Cc}\u202e/\\]*\.csv$/u)
    }
    expect((await filesIn(outside)).filter(name => name !== 'exports')).toEqual([])
  })

  test('a path is refused before anything is read', async () => {
    await withWorld(smallWorld().conversations, async (client, { api }) => {
      expect(await refusal({ file_name: '../x' }, client)).toContain('is a path')
      expect(await refusal({ columns: ['titel'] }, client)).toContain('Did you mean title?')
      expect(api.requests).toEqual([])
    })
  })

  test('is not written where the folder is none', async () => {
    await writeFile(folder, 'a file')
    expect(await refusal({})).toBe(
      `The export directory ${folder} cannot be used: it is not a directory. Choose another directory.`,
    )
    expect(await readFile(folder, 'utf8')).toBe('a file')
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('nor where nobody may write', async () => {
    await mkdir(folder, { mode: 0o500 })
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
    const world = await startWorld(smallWorld, { exportDir: folder }, { latencyMs: 40 })
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

  test('while a call fails, until it is known that it cannot be read: then it is named and excluded', async () => {
    await withWorld(smallWorld().conversations, async (client, { api }) => {
      api.faults.always(/conv_refund_error$/, { status: 404 })
      api.faults.always(/conv_chat$/, { status: 500 })
      for (let asked = 1; asked <= 2; asked += 1) {
        expect(await refusal({}, client)).toMatch(
          /^No file was written: it would be incomplete\. Read so far: 11 of 12 calls, newest first\..*\n1 call could not be read and will be retried: .* Repeat the request to continue\.$/,
        )
      }
      expect(await filesIn()).toEqual([])
      for (const format of ['csv', 'jsonl', 'markdown']) {
        const { structured } = await exported({ format, ...(format === 'csv' && { columns: ['transcript'] }) }, client)
        expect(structured.file.rows).toBe(11)
        expect(structured.coverage.notes[0]).toMatch(
          /^1 call cannot be read and is excluded where transcripts are needed: .*HTTP 500.*conv_chat.*\. Next retry from 2026-11-22 13:00\.$/,
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
      const context = await contextOf(smallServer, {}, stop.signal)
      const source = ending(context.source, () => stop.abort(reason))
      await expect(runTool(exportConversations, {}, { ...context, source })).rejects.toThrow(says)
      expect(await filesIn()).toEqual([])
    }
  })
})

test('a second export of a covered window costs no request', async () => {
  const input = { after: '2026-11-16', before: '2026-11-17' }
  const first = await textOf(await exported(input, big))
  const before = sampleServer.api.requests.length
  for (const format of ['csv', 'jsonl', 'markdown']) await exported({ ...input, format }, big)
  expect(await textOf(await exported(input, big))).toBe(first)
  expect(sampleServer.api.requests.length).toBe(before)
})

test('clients are told that it writes', async () => {
  const { tools } = await c.client.listTools()
  const { annotations } = tools.find(({ name }: Json) => name === 'export_conversations')
  expect(annotations).toMatchObject({ readOnlyHint: false, destructiveHint: false, idempotentHint: false })
})
