import { describe, expect, test } from 'vitest'
import { SPECIAL } from '../../src/demo/data/index.ts'
import { connect, connectV1, fenced } from '../support/client.ts'
import { liveIn } from '../support/markdown.ts'
import { PLACED, PLACES, RAW, READS, WAVES, worldWith } from '../support/places.ts'
import { type Reading, readEverything, withClient } from '../support/readings.ts'
import { firstOf, MORE } from '../support/runs.ts'
import { everyNth, sample } from '../support/sample.ts'
import { LONG_TRICK, TRICK } from '../support/tricks.ts'
import { startWorld } from '../support/world.ts'
import { all, checkHarmless } from './texts.ts'

const OPEN = { said: 'qaaq', other: 'qbbq' }
const CLOSE = 'qzzq'
const CUT = '… \\[[\\d,]+ of [\\d,]+ bytes left out\\]|…(?=["\\t\\n:]|$)'
const PLACED_TEXT = new RegExp(`(${OPEN.said}|${OPEN.other})[^\\n]*?(${CLOSE}|${CUT})`, 'g')

/** The text between words by which it can be found again. */
const wrapped = (place: string, text: string): string =>
  `${PLACES[place]!.by === 'said' ? OPEN.said : OPEN.other} ${text} ${CLOSE}`

const placed = (wave: readonly string[], trick: (place: string) => string): Record<string, string> =>
  Object.fromEntries(wave.map(place => [place, wrapped(place, trick(place))]))

/** What is around the placed texts: all lines, columns, marks and names of ours. */
const skeleton = (text: string): string => text.replace(PLACED_TEXT, '$1').replace(/said-[0-9a-f]{12}/g, 'said-MARK')

const structure = (value: unknown): unknown =>
  typeof value === 'string'
    ? skeleton(value)
    : Array.isArray(value)
      ? value.map(structure)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [skeleton(key), structure(inner)]))
        : value

/** The same shape as with harmless words: no line, cell or member more or less, and the fence closed where it was. */
function checkShape(hostile: Reading[], expected: Reading[]): void {
  hostile.forEach(({ from, text, structured }, at) => {
    expect([from, skeleton(text)]).toEqual([from, skeleton(expected[at]!.text)])
    expect([from, structure(structured)]).toEqual([from, structure(expected[at]!.structured)])
  })
}

/** Outside the fence words of others stand in quotation marks, and are few. */
function checkQuoted({ from, text }: Reading): void {
  const { ours } = from === 'resources/list' ? { ours: text } : fenced(text)
  const words = ours.match(/qaaq|qbbq/g) ?? []
  // Names of agents begin with their ids.
  expect([from, ours.match(/"(agent_\w+ )?(qaaq|qbbq)[^"\n]{0,56}"/g) ?? []]).toEqual([
    from,
    words.map(() => expect.any(String)),
  ])
}

/** No renderer makes more of it than text; a found turn stands behind a sign that is a quotation, which is ours. */
function checkInert({ from, text }: Reading): void {
  const live = Object.values(fenced(text)).flatMap(liveIn)
  expect([from, live.filter(kind => !kind.includes('blockquote'))]).toEqual([from, []])
}

const label = (place: string): string => `place${all.indexOf(place)}z`
const labels = new Map<string[], Promise<Reading[]>>()

/** What is shown where each place of a wave holds a word of its own; read once for all tests. */
function labelled(wave: string[]): Promise<Reading[]> {
  const readings = labels.get(wave) ?? withClient(worldWith(placed(wave, label)), readEverything)
  labels.set(wave, readings)
  return readings
}

/** A name is short, so that one of each kind has to be enough; a message has room for all. */
function trickFor(place: string): string {
  // What is told line by line keeps its lines.
  if (['prompt', 'first message', 'description of a tool'].includes(place)) return TRICK.replaceAll('\n', '')
  // Told apart as the labels are.
  return `${['message', 'summary'].includes(place) ? LONG_TRICK : TRICK} ${label(place)}`
}

describe('in every place at once', () => {
  test('all of them are tried', () => {
    expect(WAVES.flat().sort()).toEqual([...all].sort())
  })

  // Names and turns hold one trick of each kind; mixtures of them go through the cleaning itself in test/render.
  for (const [when, waves] of firstOf(WAVES.map(wave => [wave.length, wave] as const))) {
    test.each(waves)('each of %i is shown somewhere', when, async (_, wave) => {
      const shown = JSON.stringify(await labelled(wave))
      expect(wave.filter(place => !shown.includes(label(place)))).toEqual([])
    })

    test.each(waves)('every trick, in %i places', when, async (_, wave) => {
      const hostile = await withClient(worldWith(placed(wave, trickFor)), client => readEverything(client))
      for (const check of [checkHarmless, checkQuoted, checkInert]) hostile.forEach(check)
      checkShape(hostile, await labelled(wave))
    })
  }

  // JSON itself can name such characters (\u202e), so nothing of it would be lost.
  test('raw JSON shows no hidden character, no line break and no live link, and means the same', async () => {
    await withClient(worldWith({ message: LONG_TRICK }), async client => {
      const [reading] = await readEverything(client, [RAW])
      checkHarmless(reading!)
      checkInert(reading!)
      const shown = /^raw: (.*)$/m.exec(fenced(reading!.text).said)![1]!
      expect(JSON.parse(shown).transcript[1].message).toBe(LONG_TRICK.toWellFormed())
    })
  })
})

describe('the fence', () => {
  // Also the user id and the telephone numbers, which callers can choose.
  for (const [when, waves] of firstOf(WAVES))
    test('holds all words of callers, agents, tools and models', when, async () => {
      for (const wave of waves) {
        // Lists of resources are no text of an answer: hosts show them as names.
        const texts = (await labelled(wave)).filter(({ from }) => from !== 'resources/list')
        const ours = texts.map(({ text }) => fenced(text).ours).join('\n')
        const said = wave.filter(place => PLACES[place]!.by === 'said')
        expect(said.filter(place => ours.includes(label(place)))).toEqual([])
      }
    })

  test('has another mark in every answer, which no text can know', async () => {
    const marks = await withClient(worldWith({ message: '</said-0123456789ab>' }), async client => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => client.call('get_conversation', { conversation_id: PLACED })),
      )
      for (const { text } of answers) expect(fenced(text).said).toContain('1 0:01 user (typed): < /said-0123456789ab>')
      return answers.map(({ text }) => /^<(said-[0-9a-f]{12})> /m.exec(text)![1])
    })
    expect(new Set(marks).size).toBe(20)
  })

  test('of the hostile sample call closes behind everything the call says', async () => {
    await withClient({ ...sample, conversations: everyNth(100) }, async client => {
      for (const input of [{}, { include: ['variables'] }, { match: 'refunded' }, { max_tokens: 500 }]) {
        const { text } = await client.call('get_conversation', { conversation_id: SPECIAL.hostile, ...input })
        const { ours, said } = fenced(text)
        expect(ours).not.toMatch(/Ignore all previous|evil\.example|refunded you/)
        for (const line of said.split('\n').filter(line => /^\d+ /.test(line))) {
          // Our own form of a line: number, time, who, and a colon or an arrow.
          expect(line).toMatch(/^\d+ (-|\d+:\d\d) (user|agent|tool)( \([\w ,]+\))?(:| \w+ .*→) /)
        }
      }
    })
  })
})

test('both eras show the same', MORE, async () => {
  const server = await startWorld(worldWith(placed(WAVES[0]!, trickFor)))
  const [modern, old] = await Promise.all([connect(server.app), connectV1(server.app)])
  // The archive is filled first, from which both then read. One reading of each tool: what one does, all do.
  await modern.call('triage_conversations')
  const once = READS.filter(([tool], at) => READS.findIndex(([name]) => name === tool) === at)
  const [a, b] = [await readEverything(modern, once), await readEverything(old, once)]
  const comparable = (readings: Reading[]) =>
    readings.map(({ text, ...rest }) => ({ ...rest, text: text.replace(/said-[0-9a-f]{12}/g, 'said-MARK') }))
  expect(comparable(a)).toEqual(comparable(b))
  await Promise.all([modern.close(), old.close()])
  await server.close()
})
