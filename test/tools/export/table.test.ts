import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import { parseCsv } from '../../export/parse-csv.ts'
import { type Answer, connectV1, costs } from '../../support/client.ts'
import { smallWorld } from '../../support/small-world.ts'
import { bodiesOfLastDays, exportDesk } from './desk.ts'
import { callWith, textOf } from './exported.ts'

const { few, many, place, exported, filesIn, withWorld } = exportDesk()
const bodies = bodiesOfLastDays(many)
const stable = (text: string): string => text.replaceAll(place.outside, 'OUTSIDE').replace(/[\d,]+ bytes/, 'N bytes')

/** The rows of a table as objects. */
async function table(done: Answer): Promise<Record<string, string>[]> {
  const [names, ...rows] = parseCsv(await textOf(done))
  expect(rows.pop()).toEqual([''])
  return rows.map(row => Object.fromEntries(names!.map((name, at) => [name, row[at]!])))
}

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
    expect(await filesIn(place.outside)).toEqual([])
  })

  test('are short, and the same in both eras', async () => {
    const v1 = await connectV1(few.world.app)
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
    const done = await exported(AFTER, many.client)
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
    const asked = await many.client.call('get_conversation', {
      conversation_id: bodies[5]!.conversation_id,
      max_tokens: 20_000,
      max_tool_bytes: 80_000,
    })
    const [one] = await table(
      await exported({ columns: ['transcript'], after: '4d', user_id: bodies[5]!.user_id }, many.client),
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
