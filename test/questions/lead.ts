import { expect } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { docsOf, naiveSearch, said } from '../search/naive.ts'
import type { Answer } from '../support/client.ts'
import { clockIn, number, percent, percentile, type Share, shifted, sum } from '../support/figures.ts'
import {
  type Call,
  did,
  groupBy,
  isJudged,
  repeatedCallers,
  shareOf,
  successes,
  toolFailures,
  wasHandedOn,
} from '../support/questions.ts'
import { linesOf } from '../support/reading.ts'
import {
  differenceText,
  leftOut,
  rateText,
  rowOf,
  rowsOf,
  sameDifference,
  sameDistance,
  sameHits,
  sameNumber,
  sameRate,
  sameShare,
  totalsOf,
} from '../support/same-figures.ts'
import { NOW } from '../support/world.ts'
import { naivePoints } from '../triage/naive.ts'
import { type Question, ZONE } from './desk.ts'

/* Twelve questions of the lead of a call centre: how much, how good, how long, how dear. */

const most = <T>(all: Iterable<T>, size: (one: T) => number): T => [...all].sort((a, b) => size(b) - size(a))[0]!

/** How much a search found in all, in both halves. */
function sameTotals({ text, structured }: Answer, places: Map<string, number[]>): void {
  // Before the first turn are title and summary.
  const turns = [...places.values()].flat().filter(turn => turn >= 0).length
  expect(turns).toBeGreaterThan(3)
  expect(structured.total).toEqual({ conversations: places.size, turns })
  expect(text).toContain(`${places.size} conversations match`)
  expect(text).toContain(`${turns} turns`)
}

export function leadQuestions(question: Question): void {
  question('1. How did each agent do this week against last week, in my time zone?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', {
      ...{ metrics: ['count', 'success_rate'], group_by: ['agent'] },
      ...{ after: 'this week', compare_to: ['previous_period'] },
    })
    const now = clockIn(ZONE)(NOW)
    const [{ week: monday, time }, lastMonday] = [now, shifted(now.week, -7)]
    const thisWeek = calls.filter(({ at }) => at.week === monday)
    // As much of last week as has passed of this one.
    const lastWeek = calls.filter(({ at }) => at.week === lastMonday && at.time < shifted(time, -7))
    expect(answer.structured.coverage.window).toContain(`from ${monday} 00:00, ${ZONE}`)
    expect(answer.structured.comparison.window).toContain(
      `${lastMonday} 00:00 to ${shifted(time, -7).slice(0, 16)} (not included)`,
    )
    const agents = groupBy([...thisWeek, ...lastWeek], call => call.agent)
    expect(new Set(rowsOf(answer).map(row => row.agent))).toEqual(new Set(agents.keys()))
    for (const agent of agents.keys()) {
      const [one, other] = [thisWeek, lastWeek].map(all => all.filter(call => call.agent === agent)) as [Call[], Call[]]
      const count = rowOf(answer, { agent, metric: 'count' })
      expect([count.value, count.other, count.difference]).toEqual([
        one.length,
        other.length,
        one.length - other.length,
      ])
      sameDifference(rowOf(answer, { agent, metric: 'success_rate' }), successes(one), successes(other))
      if (successes(one)[1] * successes(other)[1] > 0)
        expect(answer.text).toContain(`${agent}\tsuccess_rate\t${differenceText(successes(one), successes(other))}`)
    }
    const [, whole] = totalsOf(answer)
    sameDifference(whole!, successes(thisWeek), successes(lastWeek))
    expect(answer.text).toContain(`${thisWeek.length} calls vs. ${lastWeek.length} in the previous period`)
  })

  question('2. Which tool fails most often, and since when?', async ({ ask, calls }) => {
    const [metrics, sort] = [['tool_error_rate'], 'tool_error_rate.k']
    const byTool = await ask('analyze_conversations', { metrics, group_by: ['tool'], sort })
    const names = new Set(calls.filter(call => call.isOver).flatMap(call => call.tools.map(({ name }) => name)))
    const tools = rowsOf(byTool).filter(row => row.tool !== null)
    expect(new Set(tools.map(row => row.tool))).toEqual(names)
    for (const row of tools) sameHits(row, 'tool_error_rate', toolFailures(calls, row.tool))
    const worst = most(names, name => toolFailures(calls, name)[0])
    const [k, n] = toolFailures(calls, worst)
    expect(tools[0]!.tool).toBe(worst)
    expect(byTool.text).toContain(`\n${worst}\t${percent(k / n)} % (${k}/${n}; `)

    // Filters choose calls, in which other tools ran, too: only a group tells one tool from another.
    const ofWorst = { metrics, tool_names: [worst] }
    const byWeek = await ask('analyze_conversations', { ...ofWorst, group_by: ['tool', 'week'], page_size: 200 })
    const using = calls.filter(call => toolFailures([call], worst)[1] > 0)
    const weeks = groupBy(using, call => call.at.week)
    const own = rowsOf(byWeek).filter(row => row.tool === worst && row['tool_error_rate.n'] > 0)
    expect(own.map(row => row.week)).toEqual([...weeks.keys()].sort().reverse())
    for (const row of own) sameHits(row, 'tool_error_rate', toolFailures(weeks.get(row.week)!, worst))
    // The last weeks with failures that follow one another.
    const failing = own.map(row => (row['tool_error_rate.k'] > 0 ? 'x' : '.')).join('')
    const [run] = /x+/.exec(failing)!
    const since: string = own[failing.indexOf(run) + run.length - 1]!.week

    const byDay = await ask('analyze_conversations', { ...ofWorst, group_by: ['tool', 'day'], after: since, sort })
    const days = rowsOf(byDay).filter(row => row.tool === worst && row['tool_error_rate.k'] > 0)
    const failed = groupBy(using, call => call.at.day)
    const badDays = [...failed.keys()].filter(day => day >= since && toolFailures(failed.get(day)!, worst)[0] > 0)
    expect(days.map(row => row.day).sort()).toEqual(badDays.sort())
    for (const row of days) sameHits(row, 'tool_error_rate', toolFailures(failed.get(row.day)!, worst))
  })

  question('3. Which criterion fails most often, and in which calls?', async ({ ask, calls }) => {
    const answer = await ask('analyze_conversations', { metrics: ['count'], group_by: ['criterion_result'] })
    const results = groupBy(
      calls.flatMap(call => call.criteria.map(({ id, result }) => ({ call, id, result }))),
      ({ id, result }) => `${id}: ${result}`,
    )
    const found = rowsOf(answer).flatMap(row => {
      const [, id, result] = /(\w+)\)?: (\w+)$/.exec(row.criterion_result ?? '') ?? []
      return id ? [[`${id}: ${result}`, row.count, row.criterion_result] as const] : []
    })
    expect(new Map(found.map(([key, count]) => [key, count]))).toEqual(
      new Map([...results].map(([key, all]) => [key, new Set(all.map(({ call }) => call.id)).size])),
    )
    const [worst, count, shown] = found.find(([key]) => key.endsWith(': failure'))!
    const failures = [...results].filter(([key]) => key.endsWith(': failure'))
    expect(worst).toBe(most(failures, ([, all]) => all.length)[0])
    expect(answer.text).toContain(`\n${shown}\t${count}\n`)

    const ids: string[] = []
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await ask('list_conversations', {
        ...{ evaluation_params: [worst.replace(': ', ':')], fields: ['id'], page_size: 100 },
        ...(cursor === undefined ? {} : { cursor }),
      })
      ids.push(...page.structured.rows.flat())
      for (const id of page.structured.rows.flat()) expect(page.text).toContain(id)
      ;({ has_more: more, next_cursor: cursor } = page.structured)
    }
    expect(ids).toHaveLength(count)
    expect([...ids].sort()).toEqual(
      results
        .get(worst)!
        .map(({ call }) => call.id)
        .sort(),
    )
  })

  question('4. What do callers of failed calls ask for?', async ({ ask, calls, world, subject }) => {
    const failed = calls.filter(call => call.outcome === 'failure')
    for (const [group, wishOf] of Object.entries(subject.wishes)) {
      const input = { metrics: ['count'], group_by: [group], call_successful: 'failure', after: '2026-01-01' }
      const answer = await ask('analyze_conversations', input)
      const wishes = groupBy(
        failed.flatMap(call => wishOf(call, world).map(wish => ({ call, wish }))),
        ({ wish }) => String(wish),
      )
      const found = rowsOf(answer).map(row => [String(row[group]), row.count] as const)
      expect(new Map(found)).toEqual(new Map([...wishes].map(([wish, all]) => [wish, all.length])))
      expect(answer.text).toContain(`${found[0]![0]}\t${found[0]![1]}\n`)
      expect(answer.text).toContain(`${failed.length} calls; `)
    }
    const { word } = subject
    const answer = await ask('search_conversations', {
      query: word,
      role: 'user',
      call_successful: 'failure',
      page_size: 3,
    })
    const places = naiveSearch(docsOf(failed.map(({ body }) => body)), { all: [said(word)], role: 'user' })
    sameTotals(answer, places)
  })

  question('5. Did the new version help?', async ({ ask, calls, world }) => {
    const versionOf = ({ body }: Call): string => body.version_id
    const versionsOf = (agent: string) =>
      groupBy(
        calls.filter(call => call.agent === agent),
        versionOf,
      )
    // An agent with two versions of many calls.
    const fewest = ([, all]: [string, Call[]]): number =>
      Math.min(...[...versionsOf(all[0]!.agent).values()].map(one => one.length))
    const [agent] = [...groupBy(calls, call => call.agent)]
      .filter(([name]) => versionsOf(name).size === 2)
      .sort((a, b) => fewest(b) - fewest(a))[0]!
    const first = (all: Call[]): Call => all.reduce((a, b) => (a.start < b.start ? a : b))
    const [older, newer] = [...versionsOf(agent).values()].sort((a, b) => first(a).start - first(b).start) as [
      Call[],
      Call[],
    ]

    const when = await ask('analyze_conversations', {
      metrics: ['count'],
      group_by: ['version', 'week'],
      agent_id: agent,
    })
    for (const all of [older, newer]) {
      const version = versionOf(all[0]!)
      const { seq } = world.agents.flatMap(each => each.versions).find(each => each.version_id === version)
      const weeks = rowsOf(when).filter(row => row.version?.startsWith(`v${seq} (`) && row.count > 0)
      expect(weeks.at(-1)).toMatchObject({ week: first(all).at.week })
      expect(sum(weeks.map(row => row.count))).toBe(all.length)
    }
    const answer = await ask('analyze_conversations', {
      ...{ metrics: ['success_rate', 'duration'], agent_id: agent, version_id: versionOf(newer[0]!) },
      compare_to: [`version_id=${versionOf(older[0]!)}`],
    })
    expect(answer.text).toContain(`${newer.length} calls vs. ${older.length} in the other selection`)
    const [one, other] = [successes(newer), successes(older)]
    const row = rowOf(answer, { metric: 'success_rate' })
    sameDifference(row, one, other)
    expect(answer.text).toContain(`success_rate\t${differenceText(one, other)}\t${row.verdict}`)
    const [a, b] = [newer, older].map(all => all.filter(call => call.isOver).map(({ secs }) => secs)) as [
      number[],
      number[],
    ]
    for (const [metric, of] of [
      ['duration.avg', (values: number[]) => sum(values) / values.length],
      ['duration.p50', (values: number[]) => percentile(values, 50)!],
      ['duration.p95', (values: number[]) => percentile(values, 95)!],
    ] as const) {
      const found = rowOf(answer, { metric })
      expect([found.n, found.other_n]).toEqual([a.length, b.length])
      sameNumber(found.value, of(a))
      sameNumber(found.other, of(b))
      sameDistance(found.difference, of(a), of(b))
    }
  })

  question('6. Which ten calls should I listen to?', async ({ ask, calls }) => {
    const answer = await ask('triage_conversations', {})
    const scored = calls
      .filter(call => call.isOver)
      .map(call => {
        const points = Object.values(naivePoints(call.body)).sort((a, b) => b - a)
        return { call, points, score: Math.min(100, sum(points)) }
      })
    const ranked = scored
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || b.call.start - a.call.start)
    const found = answer.structured.calls.map(({ conversation_id, score, reasons }: Json) => ({
      ...{ id: conversation_id, score },
      points: reasons.map(({ points }: Json) => points).sort((a: number, b: number) => b - a),
    }))
    expect(found).toEqual(ranked.slice(0, 10).map(({ call, score, points }) => ({ id: call.id, score, points })))
    for (const { call, score } of ranked.slice(0, 10))
      expect(answer.text).toContain(`${call.id} · score ${score} · ${call.at.time.slice(0, 16)}`)
    expect(answer.text).toContain(`${scored.length} calls scored, ${ranked.length} with signals`)
  })

  question('7. How long are the calls of each agent?', async ({ ask, calls }) => {
    const metrics = ['duration.p50', 'duration.p95']
    const answer = await ask('analyze_conversations', { metrics, group_by: ['agent'] })
    const over = calls.filter(call => call.isOver)
    const agents = groupBy(over, call => call.agent)
    expect(new Set(rowsOf(answer).map(row => row.agent))).toEqual(new Set(agents.keys()))
    for (const [agent, own] of [...agents, [null, over] as const]) {
      const row = agent === null ? totalsOf(answer)[0]! : rowOf(answer, { agent })
      const secs = own.map(call => call.secs)
      const [p50, p95] = [percentile(secs, 50)!, percentile(secs, 95)!]
      expect(row['duration.n']).toBe(secs.length)
      sameNumber(row['duration.p50'], p50)
      sameNumber(row['duration.p95'], p95)
      if (agent !== null) expect(answer.text).toContain(`${agent}\t${secs.length}\t${number(p50)}\t${number(p95)}`)
    }
  })

  question(
    '8. On which days and at which hours do calls come, when clocks change in between?',
    async ({ ask, calls }) => {
      // Clocks are set back on Sunday, 1 November.
      const window = { after: '2026-10-26', before: '2026-11-08' }
      const within = calls.filter(({ at }) => at.day >= window.after && at.day <= window.before)
      const byHour = await ask('analyze_conversations', { ...window, metrics: ['count'], group_by: ['hour_of_day'] })
      const hours = Array.from({ length: 24 }, (_, hour) => within.filter(({ at }) => at.hour === hour).length)
      expect(rowsOf(byHour).map(row => row.count)).toEqual(hours)
      expect(byHour.text).toContain(`\n${hours.map((count, hour) => `${hour}\t${count}`).join('\n')}\n`)
      expect(byHour.text).toContain('UTC-4 at the start, UTC-5 at the end')
      // One offset for both weeks would not do.
      for (const offset of [4, 5]) {
        const shown = Array(24).fill(0)
        for (const { start } of within) shown[new Date((start - offset * 3600) * 1000).getUTCHours()] += 1
        expect(shown).not.toEqual(hours)
      }
      const group_by = ['weekday', 'hour_of_day']
      const both = await ask('analyze_conversations', { ...window, metrics: ['count'], group_by, page_size: 7 * 24 })
      const cells = groupBy(within, ({ at }) => `${at.weekday} ${at.hour}`)
      const found = rowsOf(both).filter(row => row.count > 0)
      expect(new Map(found.map(row => [`${row.weekday} ${row.hour_of_day}`, row.count]))).toEqual(
        new Map([...cells].map(([cell, all]) => [cell, all.length])),
      )
      for (const { weekday, hour_of_day, count } of found)
        expect(both.text).toContain(`\n${weekday}\t${hour_of_day}\t${count}\n`)
    },
  )

  question(
    '9. How many callers were handed to a person, and how many called again within a week?',
    async ({ ask, calls }) => {
      const metrics = ['transfer_rate', 'handoff_rate', 'containment_rate', 'repeat_contact_rate']
      const answer = await ask('analyze_conversations', { metrics })
      const [row] = rowsOf(answer)
      const toNumber = (call: Call): boolean => did(call, /^transfer_to_number_\w*success$/)
      const isLive = (call: Call): boolean => call.isConnected && !did(call, /^voicemail_detection_\w*success$/)
      const expected: Record<string, Share> = {
        transfer_rate: shareOf(calls, call => call.isConnected, toNumber),
        handoff_rate: shareOf(calls, call => call.isConnected, wasHandedOn),
        containment_rate: shareOf(calls, isLive, call => !toNumber(call) && !wasHandedOn(call)),
        repeat_contact_rate: repeatedCallers(calls, NOW),
      }
      expect(expected.transfer_rate![0] + expected.handoff_rate![0]).toBeGreaterThan(10)
      expect(expected.repeat_contact_rate![0]).toBeGreaterThan(10)
      for (const [metric, kn] of Object.entries(expected)) {
        sameRate(row!, metric, kn)
        expect(answer.text).toContain(`${metric}: ${rateText(kn)}`)
      }
    },
  )

  question('10. How long do callers wait for an answer?', async ({ ask, calls }) => {
    const metrics = ['felt_latency.p95', 'slow_turn_rate']
    const answer = await ask('analyze_conversations', { metrics, group_by: ['month'] })
    const over = calls.filter(call => call.isOver)
    const months = groupBy(over, call => call.at.month)
    expect(rowsOf(answer).map(row => row.month)).toEqual([...months.keys()].sort().reverse())
    for (const [month, own] of [...months, [null, over] as const]) {
      const row = month === null ? totalsOf(answer)[0]! : rowOf(answer, { month })
      const waits = own.flatMap(call => call.waits).filter(secs => secs !== null)
      const slow = waits.filter(secs => secs > 2).length
      const p95 = percentile(waits, 95)
      expect([month, row['felt_latency.n'], row['slow_turn_rate.k'], row['slow_turn_rate.n']]).toEqual([month, waits.length, slow, waits.length]) // biome-ignore format: two lists
      sameNumber(row['felt_latency.p95'], p95)
      sameShare(row.slow_turn_rate, waits.length === 0 ? null : slow / waits.length)
      const shown = p95 === null ? '0\t-\t- (0/0)' : `${waits.length}\t${number(p95)}\t${percent(slow / waits.length)} % (${slow}/${waits.length}; ` // biome-ignore format: two texts
      if (month !== null) expect(answer.text).toContain(`\n${month}\t${shown}`)
    }
    // What was not measured is not called fast.
    const unknown = over.flatMap(call => call.waits).filter(secs => secs === null).length
    expect(unknown).toBeGreaterThan(0)
    for (const metric of ['felt_latency', 'slow_turn_rate'])
      expect(leftOut(answer, metric)).toContainEqual({ count: unknown, of: 'agent turns', reason: 'not measured' })
    expect(answer.text).toContain(`${unknown} agent turns (not measured)`)
  })

  question('11. Where was this said, by whom, in how many calls?', async ({ ask, calls, subject }) => {
    const query = `"${subject.phrase}"`
    const docs = docsOf(calls.map(({ body }) => body))
    for (const role of [undefined, 'user', 'agent'] as const) {
      const places = naiveSearch(docs, { all: [said(subject.phrase)], ...(role ? { role } : {}) })
      const input = { query, neighbours: 0, page_size: role ? 1 : 50, ...(role ? { role } : {}) }
      const answer = await ask('search_conversations', input)
      sameTotals(answer, places)
      if (role) continue
      const hits: Json[] = answer.structured.hits
      expect(new Map(hits.map(hit => [hit.conversation_id, hit.turns]))).toEqual(
        new Map([...places].map(([id, at]) => [id, at.filter(turn => turn >= 0)])),
      )
      for (const { conversation_id, lines, turns } of hits) {
        const { body } = calls.find(call => call.id === conversation_id)!
        const found = (lines as string).split('\n').filter(line => line.startsWith('> '))
        const quoted = linesOf(found.join('\n').replace(/^> |[«»]/gm, ''))
        // As many as three turns of a call are quoted.
        expect({ conversation_id, turns, quoted: quoted.length }).toEqual({
          ...{ conversation_id, turns },
          quoted: Math.min(3, turns.length),
        })
        for (const { turn, text } of quoted) {
          const { role, message, tool_calls } = body.transcript[turn]
          expect(turns).toContain(turn)
          expect(text).toMatch(new RegExp(`^${message ? role : `tool ${tool_calls[0].tool_name}`}\\b`))
          if (message) expect(text).toContain(message.replace(/\s+/g, ' '))
        }
        expect(answer.text).toContain(lines)
      }
    }
  })

  question('12. What did it cost by week: in all, per call, per minute and per success?', async ({ ask, calls }) => {
    const metrics = ['cost.sum', 'cost.avg', 'cost_per_minute', 'cost_per_success', 'cost_usd.sum']
    const answer = await ask('analyze_conversations', { metrics, group_by: ['week'] })
    const priced = calls.filter(call => call.isOver && typeof call.body.metadata.cost === 'number')
    const creditsOf = (all: Call[]): number => sum(all.map(call => call.body.metadata.cost))
    const weeks = groupBy(priced, call => call.at.week)
    expect(rowsOf(answer).map(row => row.week)).toEqual([...weeks.keys()].sort().reverse())
    for (const [week, own] of [...weeks, [null, priced] as const]) {
      const row = week === null ? totalsOf(answer)[0]! : rowOf(answer, { week })
      const [timed, judged] = [own.filter(call => call.secs > 0), own.filter(isJudged)]
      const minutes = sum(timed.map(call => call.secs)) / 60
      const won = judged.filter(call => call.outcome === 'success').length
      const dollars = own.map(call => call.body.metadata.cost_fiat).filter(usd => typeof usd === 'number')
      expect([week, row['cost.n'], row['cost.sum']]).toEqual([week, own.length, creditsOf(own)])
      sameNumber(row['cost.avg'], creditsOf(own) / own.length)
      sameNumber(row['cost_per_minute.n'], minutes)
      sameNumber(row.cost_per_minute, creditsOf(timed) / minutes)
      expect([week, row['cost_per_success.n']]).toEqual([week, won])
      sameNumber(row.cost_per_success, won === 0 ? null : creditsOf(judged) / won)
      expect([week, row['cost_usd.n']]).toEqual([week, dollars.length])
      sameNumber(row['cost_usd.sum'], dollars.length === 0 ? null : sum(dollars))
      const shown = [own.length, creditsOf(own) / own.length, creditsOf(own)].map(number).join('\t')
      if (week !== null) expect(answer.text).toContain(`\n${week}\t${shown}\t${number(creditsOf(timed) / minutes)} (n `)
    }
  })
}
