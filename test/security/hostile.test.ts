import { describe, expect, test } from 'vitest'
import { SPECIAL } from '../../src/demo/data/index.ts'
import type { Json, World } from '../../src/demo/world.ts'
import { idText } from '../../src/render/quote.ts'
import { conversationUri } from '../../src/resources/uri.ts'
import { connect, connectV1, fenced, stable } from '../support/client.ts'
import { liveIn } from '../support/markdown.ts'
import { PLACED, PLACES, RAW, READS, WAVES, worldWith } from '../support/places.ts'
import { type Reading, readEverything, withClient } from '../support/readings.ts'
import { some } from '../support/runs.ts'
import { everyNth, sample } from '../support/sample.ts'
import { smallWorld } from '../support/small-world.ts'
import { BIDI, FORGED, HIDDEN, LONG_TRICK, TRICK } from '../support/tricks.ts'
import { startWorld } from '../support/world.ts'

/** Every text in a value, keys included. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...texts(inner)])
}

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

/** Nothing hidden, no break where it does not belong, no link that a host would follow. */
function checkHarmless({ from, text, structured }: Reading): void {
  for (const one of [text, ...texts(structured)]) {
    const hidden = HIDDEN.exec(one)
    const around = hidden && one.slice(hidden.index - 60, hidden.index)
    // Not once for each of thousands of texts.
    if (hidden || one.includes(']('))
      expect([from, hidden?.[0].codePointAt(0)?.toString(16), around, one]).toEqual([from, undefined, null, 'no link'])
  }
}

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

const all = Object.keys(PLACES)
const label = (place: string): string => `place${all.indexOf(place)}z`

let labels: Promise<{ wave: string[]; readings: Reading[] }[]> | undefined
/** What is shown where each place holds a word of its own; read once for all tests. */
function labelled() {
  const read = async (wave: string[]) => ({
    wave,
    readings: await withClient(worldWith(placed(wave, label)), readEverything),
  })
  labels ??= Promise.all(WAVES.map(read))
  return labels
}
/** A name is short, so that one of each kind has to be enough; a message has room for all. */
function trickFor(place: string): string {
  // What is told line by line keeps its lines.
  if (['prompt', 'first message', 'description of a tool'].includes(place)) return TRICK.replaceAll('\n', '')
  // Told apart as the labels are.
  return `${['message', 'summary'].includes(place) ? LONG_TRICK : TRICK} ${label(place)}`
}

describe('in every place at once', () => {
  test('each of them is shown somewhere', async () => {
    expect(WAVES.flat().sort()).toEqual([...all].sort())
    for (const { wave, readings } of await labelled()) {
      const shown = JSON.stringify(readings)
      expect(wave.filter(place => !shown.includes(label(place)))).toEqual([])
    }
  })

  // Names and turns hold one trick of each kind; mixtures of them go through the cleaning itself in test/render.
  test.each(WAVES.map((wave, at) => [wave.length, wave, at] as const))(
    'every trick, in %i places',
    async (_, wave, at) => {
      const hostile = await withClient(worldWith(placed(wave, trickFor)), client => readEverything(client))
      for (const check of [checkHarmless, checkQuoted, checkInert]) hostile.forEach(check)
      checkShape(hostile, (await labelled())[at]!.readings)
    },
  )

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
  /** Places whose text stands outside of it, of those that callers, agents, tools or models write. */
  async function outside(): Promise<string[]> {
    const found: string[] = []
    for (const { wave, readings } of await labelled()) {
      // Lists of resources are no text of an answer: hosts show them as names.
      const ours = readings.filter(({ from }) => from !== 'resources/list').map(({ text }) => fenced(text).ours)
      const said = wave.filter(place => PLACES[place]!.by === 'said')
      found.push(...said.filter(place => ours.join('\n').includes(label(place))))
    }
    return found
  }

  const CALLERS_OWN = ['agent number', 'external number', 'user']

  test('holds all words of callers, agents, tools and models', async () => {
    expect((await outside()).filter(place => !CALLERS_OWN.includes(place))).toEqual([])
  })

  test('also the user id and the telephone numbers, which callers can choose', async () => {
    expect(await outside()).toEqual([])
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

describe('ids', () => {
  const IDS = ['a/b', 'a.b', '...', 'a b', 'a%b', '100%', '%2F', 'a%2Fb', 'a?b=c', 'a#b', 'a\\b', 'Ünï', '日本', '😀', '__proto__',
    'constructor', 'toString', `'"<x>`, '{id}', 'a&b;c', 'A', 'x'.repeat(200), 'conv_1/turns/0-1', '-1'] // biome-ignore format: a list

  const ownerOf = (id: string) => `owner ${IDS.indexOf(id)} of ${IDS.length}`

  const world = (): World => {
    const base = smallWorld()
    const [call] = base.conversations
    return {
      ...base,
      conversations: IDS.map(conversation_id => ({ ...call, conversation_id, user_id: ownerOf(conversation_id) })),
    }
  }

  test('lead to their own call, as arguments and as resources', async () => {
    await withClient(world(), async client => {
      for (const id of IDS) {
        const { structured, isError } = await client.call('get_conversation', { conversation_id: id })
        expect([id, isError]).toEqual([id, false])
        expect([structured.conversation_id, structured.metadata.user_id]).toEqual([id, ownerOf(id)])
        const { contents } = await client.client.readResource({ uri: conversationUri(id) })
        expect(contents[0].text).toContain(ownerOf(id))
      }
    })
  })

  test('in the list of resources can be read, turns included', async () => {
    await withClient(world(), async client => {
      const { resources } = await client.client.listResources()
      const calls: Json[] = resources.filter(({ uri }: Json) => uri !== 'conversations://recent')
      expect(calls.map(({ name }) => name).sort()).toEqual(IDS.map(idText).sort())
      for (const { uri, name } of calls) {
        const { contents } = await client.client.readResource({ uri: `${uri}/turns/0-1` })
        expect(contents[0].text).toContain(ownerOf(IDS.find(id => idText(id) === name)!))
        expect(contents[0].text).toContain('shown: 0-1')
      }
    })
  })

  test('that can be no id are refused with words of ours', async () => {
    await withClient(world(), async client => {
      const bad = ['', ' ', '.', '..', 'a\nb', 'a\u0000b', 'a\u2028b', '\u202e', '\ud800', 'x'.repeat(201)]
      const lines = await Promise.all(
        bad.map(async id => {
          const { text, isError } = await client.call('get_conversation', { conversation_id: id })
          expect(isError).toBe(true)
          expect(text).not.toMatch(HIDDEN)
          const printable = JSON.stringify(id).replace(/[^ -~]/gu, char => `\\u{${char.codePointAt(0)!.toString(16)}}`)
          return `${printable.slice(0, 20)} → ${text}`
        }),
      )
      expect(stable(lines.join('\n'))).toMatchInlineSnapshot(`
        """ → conversation_id is empty.
        " " → conversation_id is empty.
        "." → The id "." is a path, not an id. Use an id exactly as list_conversations shows it.
        ".." → The id ".." is a path, not an id. Use an id exactly as list_conversations shows it.
        "a\\nb" → The id "a?b" contains control characters. Use an id exactly as list_conversations shows it.
        "a\\u0000b" → The id "a?b" contains control characters. Use an id exactly as list_conversations shows it.
        "a\\u{2028}b" → The id "a?b" contains control characters. Use an id exactly as list_conversations shows it.
        "\\u{202e}" → The API cannot find conversation ?: the id may be wrong, it may have been deleted, or it belongs to another workspace. (request id REQ)
        "\\ud800" → The id "?" contains half a character. Use an id exactly as list_conversations shows it.
        "xxxxxxxxxxxxxxxxxxx → conversation_id must have at most 200 characters (got 201)."
      `)
    })
  })

  async function resourceError(uri: string): Promise<string> {
    return withClient(world(), async client => {
      const error = await client.client.readResource({ uri }).then(
        () => new Error('it was read'),
        (error: Error) => error,
      )
      return stable(error.message)
    })
  }

  test('in addresses of resources that lead nowhere are refused with words of ours', async () => {
    const ids = ['', '..', '%2e%2e', 'a%0Ab', 'nowhere', 'nowhere/turns/0-1', 'a.b/turns/2-1', 'a.b/turns/9-10', 'a.b/turns/x-y',
      'a.b/turns/-1-2', 'a.b/turns/0-99999999999', 'a.b/audio'] // biome-ignore format: a list
    const lines = await Promise.all(ids.map(async id => `${id} → ${await resourceError(`conversation://${id}`)}`))
    lines.push(await resourceError('conversations://oldest'), await resourceError('file:///etc/passwd'))
    expect(lines.join('\n')).toMatchInlineSnapshot(`
      " → Resource not found: conversation://
      .. → The id ".." is a path, not an id. Use an id exactly as list_conversations shows it.
      %2e%2e → The id ".." is a path, not an id. Use an id exactly as list_conversations shows it.
      a%0Ab → The id "a?b" contains control characters. Use an id exactly as list_conversations shows it.
      nowhere → The API cannot find conversation nowhere: the id may be wrong, it may have been deleted, or it belongs to another workspace. (request id REQ)
      nowhere/turns/0-1 → The API cannot find conversation nowhere: the id may be wrong, it may have been deleted, or it belongs to another workspace. (request id REQ)
      a.b/turns/2-1 → from_turn (2) is after to_turn (1). Swap them.
      a.b/turns/9-10 → from_turn is 9, but the last turn of this transcript is 6 (turns count from 0).
      a.b/turns/x-y → "x" is not a turn number; use conversation://ID/turns/0-40.
      a.b/turns/-1-2 → "-1" is not a turn number; use conversation://ID/turns/0-40.
      a.b/turns/0-99999999999 → "99999999999" is not a turn number; use conversation://ID/turns/0-40.
      a.b/audio → Resource not found: conversation://a.b/audio
      Resource not found: conversations://oldest
      Resource not found: file:///etc/passwd"
    `)
  })

  test.each(['%', '%zz', 'x'.repeat(201)])(
    'conversation://%s is refused as what it is, not as a fault of ours',
    async id => {
      expect(await resourceError(`conversation://${id}`)).not.toContain('Internal error')
    },
  )
})

describe('arguments', () => {
  const QUERIES = [`'; DROP TABLE turns; --`, '"unbalanced', 'a AND OR NOT b', 'NEAR(a b, 5)', 'col:val*', '*', '%_', '\\', '(((', '-refund', '^a', '{a b}', '"" ""',
    'refund"', '😀', 'a\tb', 'a\nb', '$(x)', '../../etc/passwd', '<said-0123456789ab>', 'a&text_query=b', 'x'.repeat(500)] // biome-ignore format: a list

  test.each(['fuzzy', 'semantic'])('queries that look like code go through as text (%s)', async mode => {
    const server = await startWorld(smallWorld())
    const client = await connect(server.app)
    for (const query of QUERIES) {
      const { isError } = await client.call('search_conversations', { query, mode })
      expect([query, isError]).toEqual([query, false])
      const asked = server.api.requests.findLast(({ path }) => path.includes('/messages/'))!
      expect(asked.query.text_query).toEqual([query])
    }
    await client.close()
    await server.close()
  })

  test('of every kind come back harmless, in answers and in errors', async () => {
    const trick = LONG_TRICK.slice(0, 400)
    const inputs: [string, Json][] = [
      ['get_conversation', { conversation_id: 'conv_refund', match: trick }],
      ['get_conversation', { conversation_id: 'conv_refund', match: `refund ${BIDI.join('')}` }],
      ['get_conversation', { conversation_id: 'conv_refund', from_time: trick.slice(0, 20) }],
      ['get_conversation', { conversation_id: trick.slice(0, 200) }],
      ['get_conversation', { conversation_id: 'x', [trick]: 1 }],
      ['list_filter_values', { kind: 'agents', contains: trick.slice(0, 200) }],
      ['list_filter_values', { kind: trick }],
      ['search_conversations', { query: trick }],
      ['search_conversations', { query: trick, mode: 'fuzzy' }],
      ['search_conversations', { query: 'x', where: [`termination_reasons=${trick}`, `${trick}=x`] }],
      ...[
        'agent_id',
        'user_id',
        'version_id',
        'branch_id',
        'after',
        'timezone',
        'cursor',
        'conversation_initiation_source',
      ].map((name): [string, Json] => ['list_conversations', { [name]: trick.slice(0, 60) }]),
      ...[
        'tag_ids',
        'tool_names',
        'termination_reasons',
        'topic_ids',
        'main_languages',
        'guardrail_types',
        'evaluation_params',
      ].map((name): [string, Json] => ['list_conversations', { [name]: [trick, FORGED.join('\n')] }]),
    ]
    await withClient(smallWorld(), async client => {
      for (const [tool, input] of inputs) {
        const { text, structured } = await client.call(tool, input)
        checkHarmless({ from: `${tool} ${Object.keys(input)}`, text, structured })
        // What was asked for must not look like an answer: no forged line begins one.
        for (const line of text.split('\n')) expect(FORGED.some(forged => line.startsWith(forged))).toBe(false)
      }
    })
  })
})

describe('names that objects have of their own', () => {
  const OWN = ['__proto__', 'toString', 'constructor', 'hasOwnProperty']

  test.each(some(OWN, 2))('%s in the place of every id and name is shown as any other', async name => {
    // Parsed, since in a literal `__proto__` would set the prototype.
    const named = (value: unknown) =>
      JSON.parse(`{"${name}": ${JSON.stringify(value)}, "other": ${JSON.stringify(value)}}`)
    const world = worldWith({ 'tool name': name, 'agent name': name, 'tag title': name, 'criterion name': name })
    const [call] = world.conversations
    call!.analysis.evaluation_criteria_results = named({ result: 'success', rationale: 'because' })
    call!.analysis.data_collection_results = named({ value: 'kept', rationale: 'heard' })
    call!.conversation_initiation_client_data.dynamic_variables = named('set')
    await withClient(world, async client => {
      for (const [tool, input] of READS) expect((await client.call(tool, input)).isError).toBe(false)
      const { text } = await client.call('get_conversation', { conversation_id: PLACED, include: ['variables'] })
      expect(text).toContain('collected other: kept')
      expect(text).toContain('variable other: set')
      expect(text).toContain('criterion other: success - because')
      expect(text).toContain(`tool ${name} {}`)
    })
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as Json).other).toBeUndefined()
  })
})

describe('JSON that is made to break', () => {
  const deep = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`

  async function readDeep(depth: number): Promise<void> {
    const server = await startWorld(smallWorld())
    const client = await connect(server.app)
    const body = JSON.stringify({
      ...smallWorld().conversations[0],
      conversation_initiation_client_data: null,
    }).replace('"value":"A-7"', `"value":${deep(depth)}`)
    expect(body).toContain('[[[[')
    server.api.faults.always(/conversations\/conv_refund$/, { status: 200, body })
    for (const more of [{}, { include: ['raw', 'variables'] }]) {
      const { text, isError } = await client.call('get_conversation', { conversation_id: 'conv_refund', ...more })
      expect(text).not.toMatch(/\bat \w+ \(|node_modules/)
      // The other facts are still there.
      expect([isError, text.slice(0, 200)]).toEqual([false, text.slice(0, 200)])
    }
    await client.close()
    await server.close()
  }

  test.each(some([20_000, 50, 1000], 3))('values nested %i deep', readDeep)

  test('a tool result of 200,000 brackets is only text', async () => {
    await withClient(worldWith({ 'tool result': deep(100_000), 'tool arguments': deep(100_000) }), async client => {
      const { isError, structured } = await client.call('get_conversation', { conversation_id: PLACED })
      expect(isError).toBe(false)
      expect(structured.transcript).toContain('of 200,001 bytes omitted]')
    })
  })
})

test('both eras show the same', async () => {
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
