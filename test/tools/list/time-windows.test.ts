import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/demo/world.ts'
import { connect } from '../../support/client.ts'
import { asking } from '../../support/desk.ts'
import { fewCalls } from '../../support/few-and-many.ts'
import { SMALL_WORLD_START, smallWorld } from '../../support/small-world.ts'
import { NOW, startWorld } from '../../support/world.ts'
import { column, HOUR, idsOf, selected, small, start, walkIds } from './bodies.ts'

const few = fewCalls()
const { ask: list, refusal } = asking('list_conversations', few)

describe('time windows', () => {
  test('are shown with their zone, however they were said', async () => {
    const inputs: Json[] = [
      { after: 'yesterday' },
      { after: '2026-10-05', before: '2026-10-11', timezone: 'America/New_York' },
      { after: '2026-10', timezone: 'Europe/Zurich' },
      { after: 'last week' },
      { after: '7d', timezone: 'Asia/Kolkata' },
      { before: '2026-10-05T14:30', timezone: 'Australia/Sydney' },
      { after: '2026-10-05T14:30-07:00' },
      { call_start_after_unix: SMALL_WORLD_START + 1 },
      { after: '2027-01-01' },
    ]
    const lines = await Promise.all(
      inputs.map(async input => {
        const { structured, text } = await list(input)
        expect(text).toContain(`Window: ${structured.coverage.window}. `)
        return [JSON.stringify(input), structured.coverage.window, ...(structured.coverage.notes ?? [])].join(' → ')
      }),
    )
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      "{"after":"yesterday"} → 2026-11-21 00:00 to 2026-11-21 24:00, UTC (all of "yesterday") → 2 more calls would match, but their starts cannot be read, so no time window includes them.
      {"after":"2026-10-05","before":"2026-10-11","timezone":"America/New_York"} → 2026-10-05 00:00 to 2026-10-11 24:00, America/New_York (UTC-4) → 2 more calls would match, but their starts cannot be read, so no time window includes them.
      {"after":"2026-10","timezone":"Europe/Zurich"} → 2026-10-01 00:00 to 2026-10-31 24:00, Europe/Zurich (UTC+2 at the start, UTC+1 at the end) (all of "2026-10") → 2 more calls would match, but their starts cannot be read, so no time window includes them. → 1 call is stuck: in progress for more than a day, although no call lasts that long.
      {"after":"last week"} → 2026-11-09 00:00 to 2026-11-15 24:00, UTC (all of "last week") → 2 more calls would match, but their starts cannot be read, so no time window includes them.
      {"after":"7d","timezone":"Asia/Kolkata"} → from 2026-11-15 17:30, Asia/Kolkata (UTC+5:30) → 2 more calls would match, but their starts cannot be read, so no time window includes them.
      {"before":"2026-10-05T14:30","timezone":"Australia/Sydney"} → until 2026-10-05 14:30 (not included), Australia/Sydney (UTC+11) → 1 call is stuck: in progress for more than a day, although no call lasts that long.
      {"after":"2026-10-05T14:30-07:00"} → from 2026-10-05 21:30, UTC → 2 more calls would match, but their starts cannot be read, so no time window includes them.
      {"call_start_after_unix":1790856001} → from 2026-10-01 12:00:01, UTC → 2 more calls would match, but their starts cannot be read, so no time window includes them. → 1 call is stuck: in progress for more than a day, although no call lasts that long.
      {"after":"2027-01-01"} → from 2027-01-01 00:00, UTC → The window is in the future. → 2 more calls would match, but their starts cannot be read, so no time window includes them."
    `)
  })

  test('times in the table are those of the zone', async () => {
    const answer = await list({ user_id: 'user_ben', timezone: 'America/New_York' })
    expect(column(answer, 'started')).toEqual(['2026-10-01 09:00'])
    expect(answer.structured.coverage.read).toContain('times in America/New_York')
  })

  test.each([true, false])('are exact though the bounds of the API may be inclusive: %s', async inclusiveBounds => {
    const server = await startWorld(smallWorld, {}, { inclusiveBounds })
    const client = await connect(server.app)
    // Every call of the small world starts at a full hour: bounds on it, and one second to either side.
    for (const from of [-1, 0, 1]) {
      for (const to of [-1, 0, 1]) {
        const [after, before] = [SMALL_WORLD_START + 2 * HOUR + from, SMALL_WORLD_START + 4 * HOUR + to]
        const answer = await list({ call_start_after_unix: after, call_start_before_unix: before }, client)
        const wanted = selected(small.conversations, call => start(call) >= after && start(call) < before)
        expect(idsOf(answer), `${from} ${to}`).toEqual(wanted)
      }
    }
    // A page that holds nothing but the call on the bound goes on to the next.
    const input = { call_start_before_unix: SMALL_WORLD_START + 4 * HOUR, page_size: 1 }
    expect(await walkIds(input, client)).toEqual(
      selected(small.conversations, call => start(call) < SMALL_WORLD_START + 4 * HOUR),
    )
    await client.close()
    await server.close()
  })

  test('that cannot hold a call, or cannot be read, are refused', async () => {
    const refused = [
      await refusal({ after: '2026-10-05', before: '2026-10-01' }),
      await refusal({ after: 'the other day' }),
      await refusal({ after: '2026-13-01' }),
      await refusal({ after: 'today', timezone: 'Europe/Berln' }),
      await refusal({ after: 'today', call_start_after_unix: 1 }),
      await refusal({ call_start_after_unix: NOW * 1000 }),
    ]
    expect(refused.join('\n')).toMatchInlineSnapshot(`
      "Empty time range 2026-10-05 00:00 to 2026-10-01 24:00, UTC: the end is not after the start. Give an earlier "after" or a later "before".
      after: "the other day" is not a recognized time. Accepted: a date (2026-10-05) or date-time (2026-10-05T14:30, plus Z or +02:00 if it is not local time); a month, quarter, ISO week or year (2026-10, 2026-Q4, 2026-W41, 2026); now, today, yesterday, tomorrow, monday, last monday; this, last or previous week, month, quarter or year; 7d, 24h, 30m or 2w before now; last 3 days, 2 weeks ago; Unix seconds.
      after: "2026-13-01" does not exist: months range from 01 to 12.
      Unknown time zone "Europe/Berln". Did you mean Europe/Berlin? Give an IANA name such as America/New_York, Europe/Berlin or UTC, or an offset such as +02:00.
      after and call_start_after_unix mean the same. Give only one of them.
      call_start_after_unix must be at most 4000000000 (got 1795348800000)."
    `)
  })
})
