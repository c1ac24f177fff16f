import { describe, expect, test } from 'vitest'
import type { Json, World } from '../../src/demo/world.ts'
import { idText } from '../../src/render/quote.ts'
import { conversationUri } from '../../src/resources/uri.ts'
import { connect, stable } from '../support/client.ts'
import { PLACED, READS, worldWith } from '../support/places.ts'
import { withClient } from '../support/readings.ts'
import { firstOf, some } from '../support/runs.ts'
import { smallWorld } from '../support/small-world.ts'
import { BIDI, FORGED, HIDDEN, LONG_TRICK } from '../support/tricks.ts'
import { startWorld } from '../support/world.ts'
import { checkHarmless } from './texts.ts'

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

  for (const [when, names] of firstOf(some(OWN, 2)))
    test.each(names)('%s in the place of every id and name is shown as any other', when, async name => {
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
