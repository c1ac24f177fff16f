import { join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { run, start } from './support/built.ts'
import { unmarked } from './support/client.ts'
import { command } from './support/command.ts'
import { ask, DEMO, demoApp, goodCalls } from './support/demo.ts'
import { firstOf, some } from './support/runs.ts'

/* The command line, in this process; and the built file, for what only a process shows. */

const app = demoApp()

const { calls, conversation_id } = await goodCalls(app)
await app.close()
const demo = (...args: string[]) => command([...DEMO, ...args])

/** A command has an archive of its own, in which nothing is yet. */
async function inProcess(name: string, input: object) {
  const own = demoApp()
  try {
    return await ask(own, name, input)
  } finally {
    await own.close()
  }
}

// One text is printed as any other is; what it says, the structured half says too.
const PRINTED = new Set(some(Object.keys(calls), 3))

for (const [when, tools] of firstOf(Object.entries(calls), 4))
  describe.each(tools)('%s as a command', when, (name, input) => {
    const flags = Object.entries(input).flatMap(([key, value]) =>
      [value].flat().flatMap(one => [`--${key.replaceAll('_', '-')}`, String(one)]),
    )

    let expected: ReturnType<typeof inProcess>
    beforeAll(() => {
      expected = inProcess(name, input)
    })

    test.runIf(PRINTED.has(name))('prints the text half', async () => {
      const { code, stdout, stderr } = await demo(name, ...flags)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(unmarked(stdout)).toBe(`${unmarked((await expected).text)}\n`)
    })

    test('prints the structured half with --json, in kebab-case too', async () => {
      const { code, stdout, stderr } = await demo(name.replaceAll('_', '-'), ...flags, '--json')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout.indexOf('\n')).toBe(stdout.length - 1)
      expect(JSON.parse(stdout)).toEqual((await expected).structured)
    })
  })

describe('flags', () => {
  test.each([
    ['--tool-names a --tool-names b,c --tag-ids vip', 'tool_names = any of "a", "b,c"; tag_ids = "vip"'],
    ['--text-only --rating-min 2 --rating-max=5', 'rating_min = 2; rating_max = 5; text_only = true'],
    ['--text-only false --user-id -5', 'user_id = "-5"; text_only = false'],
  ])('%s', async (given, understood) => {
    const { stdout } = await demo('list_conversations', ...given.split(' '), '--json')
    expect(JSON.parse(stdout).coverage.filters).toBe(understood)
  })

  test.each([
    ['get_conversation', 'conversation_id', conversation_id, {}],
    ['search_conversations', 'query', 'my order', { mode: 'fuzzy' }],
    ['list_filter_values', 'kind', 'outcomes', {}],
    ['describe_agent', 'agent_id', 'Tarnhill', {}],
  ])('%s takes %s by position', async (name, argument, value, more) => {
    const { stdout } = await demo(
      name,
      value,
      ...Object.entries(more).flatMap(([key, one]) => [`--${key}`, one]),
      '--json',
    )
    expect(JSON.parse(stdout)).toEqual((await inProcess(name, { [argument]: value, ...more })).structured)
  })

  test('filters that belong in where have flags, too', async () => {
    const { stdout } = await demo('analyze', '--said', 'refund', '--where', 'rating_max=3', '--caller', 'x', '--json')
    const where = ['said=refund', 'rating_max=3', 'caller=x']
    expect(JSON.parse(stdout)).toEqual((await inProcess('analyze_conversations', { where })).structured)
  })

  test('a command has a short name, too', async () => {
    const { stdout } = await demo('analyze', '--group-by', 'agent', '--json')
    expect(JSON.parse(stdout)).toEqual((await inProcess('analyze_conversations', { group_by: ['agent'] })).structured)
    expect((await demo('list', '--page-size', '1', '--json')).stdout).toContain('conv_')
  })

  test('settings may stand behind the command, and logging more does not change what is printed', async () => {
    const { code, stdout } = await command(['list_filter_values', 'tags', '--json', ...DEMO, '--log-level', 'debug'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual((await inProcess('list_filter_values', { kind: 'tags' })).structured)
  })
})

/** What is typed, the exit code, and what is said on standard error; standard output stays empty. */
const REFUSED: [typed: string, code: 1 | 2, says: string][] = [
  ['list_conversation', 2, 'error: Unknown command "list_conversation". Did you mean "list_conversations"?'],
  ['demo', 2, 'error: Unknown command "demo". It is a setting: --demo, before a command.'],
  [
    'frobnicate',
    2,
    'error: Unknown command "frobnicate". Allowed: list_conversations, get_conversation, search_conversations, analyze_conversations, explain_conversations, describe_agent, triage_conversations, query_conversations, list_filter_values, export_conversations, check, http, report, setup, doctor, sync, archive.',
  ],
  ['--timezon UTC', 2, "error: unknown option '--timezon'\n(Did you mean --timezone?)"],
  ['list_conversations --agent-idd x', 2, "error: unknown option '--agent-idd'\n(Did you mean --agent-id?)"],
  ['list_conversations --agent_id x', 2, "error: unknown option '--agent_id'\n(Did you mean --agent-id?)"],
  ['list --limit 3', 2, "error: unknown option '--limit'. Add --help to a command to see its options."],
  ['list_conversations more', 2, "error: too many arguments for 'list_conversations'. Expected 0 arguments but got 1."],
  ['list_conversations --page-size', 2, "error: option '--page-size <n>' argument missing"],
  ['list_conversations --page-size many', 2, 'page_size must be a number (got "many").'],
  ['list_conversations --page-size 101', 2, 'page_size must be at most 100 (got 101).'],
  ['list_conversations --text-only no', 2, 'text_only must be true or false (got "no").'],
  [
    'list_conversations --call-successful succes',
    2,
    'call_successful must be one of success, failure, unknown, error (got "succes"). Did you mean "success"?',
  ],
  ['list_conversations --after tomorow', 2, 'after'],
  ['get_conversation', 2, 'conversation_id is required.'],
  ['search_conversations', 2, 'query is required.'],
  [
    'search_conversations two words',
    2,
    "error: too many arguments for 'search_conversations'. Expected 1 argument but got 2. Quote what belongs together, and repeat a flag for each entry of its list.",
  ],
  ['--demo get_conversation conv_none', 1, 'cannot find conversation conv_none'],
]

test.concurrent.each(REFUSED)('%s → %i', async (typed, code, says) => {
  const ended = await command(typed.split(' '))
  expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(says) })
  expect(ended.stderr.trimEnd().split('\n').length).toBeLessThan(3)
})

test('a required choice that is missing is called missing', async () => {
  expect((await demo('list_filter_values')).stderr).toMatch(/^error: kind is required/)
})

test('a file that cannot be served is named, without a stack trace', async () => {
  const { stderr } = await command(['--data', 'no-such-file.jsonl', 'list_conversations'])
  expect(stderr).toBe('error: no-such-file.jsonl: no such file\n')
})

test('an argument given twice, by position and by flag, is refused', async () => {
  expect(await demo('list_filter_values', 'agents', '--kind', 'tags')).toMatchObject({ code: 2, stdout: '' })
})

describe('help', () => {
  test.each([
    ['program', ['--help']],
    ['setup', ['setup', '--help']],
    ['http', ['http', '--help']],
    ['doctor', ['doctor', '--help']],
    ['check', ['check', '--help']],
    ['report', ['report', '--help']],
    ['sync', ['sync', '--help']],
    ['archive', ['archive', '--help']],
    ...Object.keys(calls).map((name): [string, string[]] => [name, [name, '--help']]),
  ])('of %s', async (name, args) => {
    const { code, stdout, stderr } = await command(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    await expect(stdout).toMatchFileSnapshot(`__help__/${name}.txt`)
  })

  test('--version', async () => {
    expect(await command(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })
})

describe('failures', () => {
  test('without a key, a command says what to set', async () => {
    const says = expect.stringMatching(/^error: No API key is set\. Set ELEVENLABS_API_KEY .*\n$/)
    expect(await command(['list_conversations'])).toMatchObject({ code: 1, stdout: '', stderr: says })
  })

  test('flags win over the environment, and the environment is read', async () => {
    const env = {
      CONVERSATIONS_MCP_DATA: DEMO[1]!,
      CONVERSATIONS_MCP_NOW: DEMO[3]!,
      CONVERSATIONS_MCP_TIMEZONE: 'Asia/Tokyo',
    }
    const args = ['list_filter_values', 'tags']
    expect((await command(args, { env })).stdout).toContain('2026-11-22 21:00; times in Asia/Tokyo.')
    expect((await command(['--timezone', 'UTC', ...args], { env })).stdout).toContain('2026-11-22 12:00; times in UTC.')
  })

  test('a wrong setting is named before anything is asked', async () => {
    expect(await command(['--timezone', 'Europe/Berln', 'doctor'])).toMatchObject({ code: 2, stdout: '' })
    const env = { CONVERSATIONS_MCP_OUTPUT: 'bth' }
    expect(await command(['list_conversations'], { env })).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'error: --output or CONVERSATIONS_MCP_OUTPUT is "bth"; it must be one of both, text, structured. Did you mean "both"?\n',
    })
  })
})

describe('the built file', () => {
  test('reads its environment, and answers on standard output, with 0', async () => {
    const env = {
      CONVERSATIONS_MCP_DATA: DEMO[1]!,
      CONVERSATIONS_MCP_NOW: DEMO[3]!,
      CONVERSATIONS_MCP_TIMEZONE: 'Asia/Tokyo',
    }
    const args = ['list_filter_values', 'agents']
    const ended = await run(args, { env })
    const expected = await command(args, { env })
    expect(expected.stdout).toContain('2026-11-22 21:00; times in Asia/Tokyo.')
    const printed = <T extends { stdout: string }>(all: T) => ({ ...all, stdout: unmarked(all.stdout) })
    expect(printed(ended)).toEqual({ ...printed(expected), code: 0, signal: null, stderr: '' })
  })

  test('refuses on standard error, with 2, and fails there with 1', async () => {
    expect(await run(['list_conversation'])).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: `${REFUSED[0]![2]}\n`,
    })
    const { code, stdout, stderr } = await run(['doctor'], {
      env: { CONVERSATIONS_MCP_DATA_DIR: join(inject('shared'), 'no-key') },
    })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toContain('FAIL  no API key')
  })

  test('prints help, with 0', async () => {
    expect(await run(['sync', '--help'])).toEqual({ ...(await command(['sync', '--help'])), signal: null })
  })
})

describe('a reader that has closed its end (… | head -1)', () => {
  const withoutReader = (...args: string[]) => {
    const { child, ended } = start(args)
    child.stdout.destroy()
    return ended
  }

  const WRITERS: [string, string[]][] = [
    ['an answer', [...DEMO, 'list_conversations']],
    ['doctor', [...DEMO, 'doctor']],
    ['help', ['--help']],
  ]
  test.each(some(WRITERS, 3))('%s leaves no stack trace', async (_, args) => {
    expect((await withoutReader(...args)).stderr).toBe('')
  })
})
