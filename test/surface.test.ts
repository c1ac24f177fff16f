import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { INSTRUCTIONS } from '../src/server.ts'
import { checkCommand } from '../src/tools/check.ts'
import { TOOLS } from '../src/tools/index.ts'
import { reportCommand } from '../src/tools/report.ts'
import { viewConversation } from '../src/tools/view-conversation.ts'
import { connect, connectV1 } from './support/client.ts'

/* What an assistant sees, as files under __surface__. A change here is a change of the product: read the difference as
 * text, then accept it with `npx vitest run test/surface.test.ts -u`. */

/** Everything that is listed, by a client of either era. Listing needs no network. */
async function surface(open: typeof connect, settings: Parameters<typeof readConfig>[0] = {}) {
  const app = createApp(readConfig({ demo: 'on', audio: 'on', ...settings }, {}))
  const { client, close } = await open(app)
  const listed = {
    instructions: client.getInstructions() as string,
    tools: (await client.listTools()).tools as Listed[],
    templates: (await client.listResourceTemplates()).resourceTemplates as Listed[],
    prompts: (await client.listPrompts()).prompts as Listed[],
  }
  await close()
  await app.close()
  return listed
}

interface Listed {
  name: string
  title: string
  description: string
  annotations: Record<string, unknown>
  _meta?: { ui?: { resourceUri?: string; visibility?: string[] } }
  inputSchema: { properties: Record<string, { description?: string }> }
  outputSchema?: object
}

const now = await surface(connect)
/** What a model is shown: hosts keep the tools of views from it. */
const shown = now.tools.filter(({ _meta }) => !_meta?.ui?.visibility)
const tokens = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) / 4
/** JSON as the formatter of this project leaves it: short lists stay on one line. */
const pretty = (value: unknown) =>
  JSON.stringify(value, null, 2).replace(/^(.*)\[\n *("[^[\]]*")\n *\](,?)$/gm, (whole, before, list, comma) => {
    const line = `${before}[${list.replace(/\n */g, ' ')}]${comma}`
    return line.length <= 120 ? line : whole
  })
const kebab = (name: string) => name.replaceAll(/[_ ]/g, '-')
const files: [file: string, text: string][] = [
  ['instructions.txt', `${now.instructions}\n`],
  ...(['tools', 'templates', 'prompts'] as const).flatMap(kind =>
    now[kind].map((entry): [string, string] => [`${kind}.${kebab(entry.name)}.json`, `${pretty(entry)}\n`]),
  ),
]

test.each(files)('%s', async (file, text) => {
  await expect(text).toMatchFileSnapshot(`__surface__/${file}`)
})

test('no file shows what no longer exists', () => {
  const folder = new URL('__surface__', import.meta.url)
  const kept = existsSync(folder) ? readdirSync(folder) : []
  expect(kept.filter(name => !files.some(([file]) => file === name))).toEqual([])
})

test('order is fixed', () => {
  const names = [now.tools, now.templates, now.prompts].map(list => list.map(({ name }) => name))
  expect(names).toEqual([
    [
      ...['list_conversations', 'get_conversation', 'search_conversations', 'analyze_conversations'],
      ...[
        'explain_conversations',
        'describe_agent',
        'triage_conversations',
        'query_conversations',
        'list_filter_values',
        'export_conversations',
      ],
      'view_conversation',
    ],
    ['conversation', 'conversation turns', 'view', 'conversation audio'],
    ['review_conversation', 'weekly_report', 'find_failures', 'compare_agents', 'compare_versions'],
  ])
})

test('both protocol eras show the same', async () => {
  expect(await surface(connectV1)).toEqual(now)
})

describe('settings', () => {
  const bare = now.tools.map(({ outputSchema, ...tool }) => tool)

  test.each([
    [
      'audio off hides recordings',
      { audio: 'off' },
      { templates: now.templates.filter(({ name }) => name !== 'conversation audio') },
    ],
    ['output text promises no structured half', { output: 'text' }, { tools: bare }],
    ['output structured changes no list', { output: 'structured' }, {}],
  ])('%s', async (_, settings, difference) => {
    expect(await surface(connect, settings)).toEqual({ ...now, ...difference })
  })
})

test('what every session costs stays within budget', () => {
  expect(shown.length).toBeLessThanOrEqual(10)
  expect(tokens(shown.map(({ outputSchema, ...tool }) => tool))).toBeLessThanOrEqual(5_500)
  expect(tokens(shown)).toBeLessThanOrEqual(6_500)
  for (const tool of now.tools) expect(tokens(tool), tool.name).toBeLessThanOrEqual(1_500)
  // Some clients cut them there.
  expect(INSTRUCTIONS.length).toBeLessThan(2_000)
  expect(now.instructions).toBe(INSTRUCTIONS)
})

test('views cost next to nothing: their links, and a tool that models are not shown', () => {
  const links = now.tools.flatMap(({ _meta }) => _meta ?? [])
  expect(links.map(({ ui }) => ui?.resourceUri ?? ui?.visibility)).toEqual([
    ...['call', 'call', 'numbers', 'numbers', 'queue'].map(view => `ui://conversations/${view}`),
    ['app'],
  ])
  expect(tokens(links)).toBeLessThanOrEqual(150)
  const [own] = now.tools.filter(tool => !shown.includes(tool))
  expect(tokens(own)).toBeLessThanOrEqual(180)
})

test('the README says what the list costs', () => {
  const about = (list: unknown) => (Math.round(tokens(list) / 50) * 50).toLocaleString('en-US')
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const told = /about [\d,]+ tokens for the whole tool list \([\d,]+ with output schemas\)/.exec(readme)?.[0]
  expect(told, 'Put these figures into README.md.').toBe(
    `about ${about(shown.map(({ outputSchema, ...tool }) => tool))} tokens for the whole tool list (${about(shown)} with output schemas)`,
  )
})

test('list_conversations describes every argument, and so does every tool of its own ones', () => {
  const [list, ...others] = now.tools.map(tool => Object.entries(tool.inputSchema.properties))
  const explained = list!.filter(([, { description }]) => description).map(([name]) => name)
  expect(explained).toEqual(list!.map(([name]) => name))
  const undescribed = others.flat().filter(([name, { description }]) => !description && !explained.includes(name))
  expect(undescribed).toEqual([])
})

test('whoever repeats filters says where they are described', () => {
  for (const { name, inputSchema } of now.tools.slice(2)) {
    const { where, after } = inputSchema.properties
    if (where) expect(after!.description, name).toContain('list_conversations')
  }
})

describe.each(shown.map(tool => [tool.name, tool] as const))('%s', (name, tool) => {
  test('has title, description and all four hints', () => {
    expect(tool.title).toMatch(/^[A-Z]\w+( \w+)+$/)
    expect(tool.description).toMatch(/^\S.{80,800}\.$/)
    expect(tool.annotations).toEqual({
      title: tool.title,
      readOnlyHint: expect.any(Boolean),
      destructiveHint: expect.any(Boolean),
      idempotentHint: expect.any(Boolean),
      openWorldHint: expect.any(Boolean),
    })
  })

  test('has schemas that every client understands', () => {
    for (const schema of [tool.inputSchema, tool.outputSchema]) {
      expect(schema).toMatchObject({ type: 'object', properties: {} })
      expect(Object.keys(schema!)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(any|one|all)Of$/)]))
      expect(JSON.stringify(schema)).not.toContain('"$')
    }
    expect(tool.inputSchema).toMatchObject({ additionalProperties: false })
  })

  test('has a file and tests of its own name', () => {
    const source = new URL(`../src/tools/${kebab(name)}.ts`, import.meta.url)
    expect(readFileSync(source, 'utf8')).toContain(`name: '${name}'`)
    expect(existsSync(new URL(`tools/${kebab(name)}.test.ts`, import.meta.url))).toBe(true)
  })
})

test('every file that defines a tool is in the list of tools, a command of its own or for views only', () => {
  const folder = new URL('../src/tools/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
  const defining = files.filter(file => /= defineTool\(/.test(readFileSync(new URL(file, folder), 'utf8')))
  expect(defining.filter(file => file !== 'define.ts').sort()).toEqual(
    [...TOOLS, checkCommand, reportCommand, viewConversation].map(({ name }) => `${kebab(name)}.ts`).sort(),
  )
})
