// What is asked of the server for a team, by how many at once, and how long they wait.
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, percentile } from '../support/report.mjs'
import { Client } from './clients.mjs'

/** The archive ends before that day. */
const WINDOW = { after: '2026-05-01', before: '2026-11-23' }
const METRICS = ['count', 'success_rate', 'duration']
/** Of nearly all calls, and another one for each number below 60: no two of them have an answer in common. */
const analysis = (number = 0) => {
  const after = new Date(Date.UTC(2026, 3, 1 + number)).toISOString().slice(0, 10)
  return ['analyze_conversations', { group_by: ['agent', 'week'], metrics: METRICS, ...WINDOW, after }]
}
const SEARCH = ['search_conversations', { query: 'refund', mode: 'words', ...WINDOW }]
const LISTED = ['list_conversations', { page_size: 20, ...WINDOW }]
export const callNumber = number => [
  'get_conversation',
  { conversation_id: `conv_${String(number).padStart(26, '0')}` },
]

/**
 * Loads servers in turn, since whatever else the computer does slows down both.
 * @param subjects each with a client and `ask(client, n)`, which does the n-th of `count` requests
 * @returns of each the median of its rounds, the first of which is not counted
 */
export async function inTurn(subjects, { lanes, count, rounds }) {
  const results = subjects.map(() => [])
  for (let round = -1; round < rounds; round += 1) {
    for (const [at, { client, ask }] of subjects.entries()) {
      const result = await load(client, ask, lanes, { count, mostMs: ROUND_MS })
      if (round >= 0) results[at].push(result)
    }
  }
  const middle = (all, name) => median(all.map(one => one[name]))
  return results.map(all => ({ perSecond: middle(all, 'perSecond'), p99: middle(all, 'p99') }))
}

/** Ends early on a computer that has other things to do. */
const ROUND_MS = 5_000

async function load(client, ask, lanes, { count, mostMs }) {
  const times = []
  let next = 0
  const startedMs = performance.now()
  const lane = async () => {
    for (let n = next++; n < count && performance.now() - startedMs < mostMs; n = next++) {
      times.push((await ask(client, n)).ms)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return { perSecond: (times.length * 1000) / (performance.now() - startedMs), p99: percentile(times, 0.99) }
}

/** How long one takes that nobody else asks beside; the first finds nothing prepared. */
async function aloneMs(client) {
  const alone = []
  for (let n = 0; n < 6; n += 1) alone.push((await client.answer(...analysis(40 + n))).ms)
  return median(alone.slice(2))
}

/** Between two requests of somebody who has 600 a minute. */
const CALM_MS = 150

/** The longest wait of so many clients that ask at once, each something else; and of one that reads calls beside them. */
export async function crowd(url, tokens) {
  const [one, ...others] = tokens.map(token => new Client(url, token))
  const failures = []
  const wait = async (client, at) => {
    const startedMs = performance.now()
    await client.answer(...analysis(at)).catch(error => failures.push(error.message))
    return performance.now() - startedMs
  }
  try {
    const alone = await aloneMs(others[0])
    const beside = []
    let isOver = false
    const reading = async () => {
      for (let n = 0; !isOver; n += 1) {
        beside.push((await one.answer(...callNumber(n % 1_000))).ms)
        await sleep(CALM_MS)
      }
    }
    const all = Promise.all(others.map(wait)).finally(() => {
      isOver = true
    })
    const [together] = await Promise.all([all, reading()])
    const besideP95 = percentile(beside, 0.95)
    return { alone, longest: Math.max(...together), middle: median(together), besideP95, failures }
  } finally {
    await Promise.all([one, ...others].map(client => client.close()))
  }
}

/** What a client asks of 40 times: mostly one call after another. */
const othersThan = n => [LISTED, SEARCH, LISTED, SEARCH, analysis(n % 60)][n % 40]

/** Clients that each ask something else every few seconds; `sizeOf` is asked after a third of the time and at the end. */
export async function minute(url, tokens, { secs, pauseMs, sizeOf }) {
  const clients = tokens.map(token => new Client(url, token))
  const untilMs = performance.now() + secs * 1000
  const [times, failures] = [[], []]
  const live = async (client, own) => {
    await sleep((own * pauseMs) / clients.length)
    for (let n = 0; performance.now() < untilMs; n += 1) {
      const asked = othersThan(own + n) ?? callNumber(own * 7 + n)
      await client.answer(...asked).then(
        ({ ms }) => times.push(ms),
        error => failures.push(error.message),
      )
      await sleep(pauseMs)
    }
  }
  try {
    const early = sleep((secs / 3) * 1000).then(sizeOf)
    await Promise.all(clients.map(live))
    return { early: await early, late: await sizeOf(), times, failures }
  } finally {
    await Promise.all(clients.map(client => client.close()))
  }
}

/** One client asks as much as it can, and goes on when it is refused; another reads calls and asks for numbers beside it. */
export async function flood(url, [greedy, modest], secs) {
  const flooding = new Client(url, greedy, 100)
  const [other, reader] = [new Client(url, modest), new Client(url, modest)]
  const statuses = new Map()
  try {
    const alone = await aloneMs(other)
    const untilMs = performance.now() + secs * 1000
    let asked = 0
    const lane = async () => {
      while (performance.now() < untilMs) {
        const { status, retryAfter } = await flooding.call(...analysis(asked++ % 40))
        const key = status === 429 && !(Number(retryAfter) > 0) ? '429 without Retry-After' : String(status)
        statuses.set(key, (statuses.get(key) ?? 0) + 1)
        if (status !== 200) await sleep(100)
      }
    }
    const [analyses, calls] = [[], []]
    const beside = async (client, times, question) => {
      for (let n = 0; performance.now() < untilMs; n += 1) {
        times.push((await client.answer(...question(n))).ms)
        await sleep(CALM_MS)
      }
    }
    await Promise.all([
      ...Array.from({ length: 100 }, lane),
      beside(other, analyses, n => analysis(40 + (n % 20))),
      beside(reader, calls, n => callNumber(n % 1_000)),
    ])
    return { statuses, alone, beside: median(analyses), callP95: percentile(calls, 0.95) }
  } finally {
    await Promise.all([flooding, other, reader].map(client => client.close()))
  }
}
