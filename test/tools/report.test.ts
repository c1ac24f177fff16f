import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DefaultTreeAdapterTypes as Html, parse } from 'parse5'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { App } from '../../src/app.ts'
import { fromArchive } from '../../src/tools/from-archive.ts'
import { askAll } from '../../src/tools/report/ask.ts'
import { reportCommand } from '../../src/tools/report.ts'
import { runTool } from '../../src/tools/run.ts'
import { resolveSelection } from '../../src/tools/selection.ts'
import { call, calls, worldOf } from '../check/worlds.ts'
import { command } from '../support/command.ts'
import { PLACES, WAVES, worldWith } from '../support/places.ts'
import { ALL_RUNS, MORE } from '../support/runs.ts'
import { sample, startSample } from '../support/sample.ts'
import { HIDDEN, LONG_TRICK, TRICK } from '../support/tricks.ts'
import { versionWorld } from '../support/versions.ts'
import { NOW, startWorld, type TestWorld } from '../support/world.ts'

/* The report: one HTML file, read with the parser of the HTML standard. */

const signal = new AbortController().signal
const newFolder = (): string => mkdtempSync(join(inject('shared'), 'report-'))

async function report(app: App, input: object = {}) {
  const { structured, text } = await runTool(reportCommand, input, await app.toolContext(signal))
  const { file, coverage, masking } = structured as any
  return { file, coverage, masking, text, html: file ? readFileSync(file.path, 'utf8') : '' }
}

/** All elements, and what is wrong with the page by the standard. */
function read(html: string) {
  const errors: string[] = []
  const page = parse(html, { onParseError: error => void errors.push(`${error.code} at ${error.startLine}`) })
  const elements: Html.Element[] = []
  const walk = (node: Html.ParentNode | Html.ChildNode): void => {
    if ('tagName' in node) elements.push(node)
    if ('childNodes' in node) node.childNodes.forEach(walk)
  }
  walk(page)
  return { errors, elements }
}

const textOf = (node: Html.ChildNode): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join(' ') : ''
const named = (elements: Html.Element[], tag: string): Html.Element[] => elements.filter(one => one.tagName === tag)

/** What a page of ours is made of. */
const TAGS = [
  ...['html', 'head', 'meta', 'title', 'style', 'body', 'header', 'main', 'section', 'h1', 'h2', 'h3', 'h4', 'h5'],
  ...['p', 'b', 'q', 'small', 'span', 'div', 'ul', 'li', 'dl', 'dt', 'dd', 'article', 'blockquote'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ...['figure', 'figcaption', 'svg', 'desc', 'g', 'text', 'line', 'path', 'rect', 'circle'],
]

/** A part of the page, by its title. */
const sectionOf = (html: string, title: string): string =>
  html.split('<section>').find(part => part.startsWith(`<h2>${title}</h2>`))!

function checkInert(html: string): void {
  const { errors, elements } = read(html)
  expect(errors).toEqual([])
  expect([...new Set(elements.map(({ tagName }) => tagName))].filter(tag => !TAGS.includes(tag))).toEqual([])
  const attributes = new Set(elements.flatMap(({ attrs }) => attrs.map(({ name }) => name)))
  expect([...attributes].filter(name => /^on|href|src|style|action|^id$/.test(name))).toEqual([])
  const hidden = HIDDEN.exec(html)
  expect(hidden && html.slice(hidden.index - 60, hidden.index)).toBeNull()
  // Nothing is asked for: no address but those that are text, and the name of SVG.
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/url\(|@import/)
}

describe('of the sample calls', () => {
  /** In which an agent has got a new version. */
  const WINDOW = { after: '2026-11-01', before: '2026-11-15' }
  const TARNHILL = sample.agents.find(agent => agent.name.includes('Tarnhill'))!
  let world: TestWorld
  let made: Awaited<ReturnType<typeof report>>
  beforeAll(async () => {
    world = await startSample({ exportDir: newFolder() })
    made = await report(world.app, WINDOW)
  })
  afterAll(() => world.close())

  test('tells what it is about, in sections', () => {
    const { elements } = read(made.html)
    checkInert(made.html)
    expect(textOf(named(elements, 'h1')[0]!)).toBe('Voice agent calls,  2026-11-01 to 2026-11-15')
    expect(named(elements, 'h2').map(textOf)).toEqual([
      ...['At a glance', 'Over time', 'Outcomes', 'Why calls failed', 'What changed', 'Agents'],
      ...['Tools', 'Latency and length', 'Cost', 'Ten calls worth hearing', 'Definitions', 'Coverage'],
    ])
    expect(named(elements, 'svg').length).toBeGreaterThan(8)
    expect(named(elements, 'article').filter(one => one.attrs.some(({ value }) => value === 'call'))).toHaveLength(10)
    expect(made.coverage.counts).toBe('Report on 136 calls written.')
    expect(made.text).toContain(`File: ${made.file.path} (report, `)
    expect(statSync(made.file.path).mode & 0o777).toBe(0o600)
    expect(made.html.length).toBeLessThan(200_000)
  })

  test('has the numbers that plain loops give', () => {
    const start = (body: any): number => body.metadata.start_time_unix_secs
    const [from, to] = [Date.UTC(2026, 10, 1) / 1000, Date.UTC(2026, 10, 16) / 1000]
    const own = sample.conversations.filter(body => start(body) >= from && start(body) < to)
    const count = (outcome: string): number => own.filter(body => body.analysis?.call_successful === outcome).length
    const judged = count('success') + count('failure')
    const lead = textOf(named(read(made.html).elements, 'p')[0]!)
    expect(lead).toMatch(
      new RegExp(
        `^${own.length} calls\\. ${((100 * count('success')) / judged).toFixed(1)} % successful, [-+][\\d.]+ points`,
      ),
    )
    const outcomes = /Outcome, as evaluated by ElevenLabs.*?<\/figure>/s.exec(made.html)![0]
    expect(outcomes).toContain(`>${((100 * count('failure')) / own.length).toFixed(1)} %<`)
  })

  test('tells what a new version changed, and how its calls went, as plain loops do', () => {
    const [old, now] = TARNHILL.versions
    const changed = sectionOf(made.html, 'What changed')
    const { elements } = read(changed)
    expect(named(elements, 'h4').map(textOf)).toEqual([
      `Tarnhill Clinic Appointments, v2 (2026-11-01)  ${now.description}`,
    ])
    const lines = (version: any): string[] => version.conversation_config.agent.prompt.prompt.split('\n')
    const marked = (sign: string) =>
      named(elements, 'p')
        .filter(one => one.attrs.some(({ value }) => value === sign))
        .map(one => textOf(one).slice(2))
    expect(marked('removed')).toEqual(lines(old).filter(line => !lines(now).includes(line)))
    expect(marked('added')).toEqual(lines(now).filter(line => !lines(old).includes(line)))
    const rows = named(elements, 'tr').map(row => row.childNodes.map(textOf))
    expect(rows).toContainEqual(['temperature', '0.5', '0.3'])
    const end = Date.UTC(2026, 10, 16) / 1000
    const rate = ({ version_id }: any): string => {
      const own = sample.conversations.filter(
        body => body.version_id === version_id && body.metadata.start_time_unix_secs < end && isRecent(body),
      )
      const judged = own.filter(body => ['success', 'failure'].includes(body.analysis?.call_successful))
      const good = judged.filter(body => body.analysis.call_successful === 'success').length
      return `${((100 * good) / judged.length).toFixed(1)} % n ${judged.length}`
    }
    // A version's numbers begin 30 days before it.
    const isRecent = (body: any): boolean => body.metadata.start_time_unix_secs >= now.live_from_unix_secs - 30 * 86_400
    const success = rows.find(([name, value]) => name === 'success rate' && value !== undefined)!
    expect(success.slice(1, 3).map(cell => cell.replace(/ +/g, ' '))).toEqual([rate(now), rate(old)])
    expect(success[3]).toMatch(/points .*significant$/)
  })

  test('shows the answers that an assistant would get', async () => {
    const context = await world.app.toolContext(signal)
    const selection = await resolveSelection(WINDOW, context)
    const { archive } = await fromArchive(selection, true, context)
    const answers = await askAll({ filters: WINDOW, selection, archive, calls: 1 }, context)
    const ids = (answers.calls as any).calls.map(({ conversation_id }: any) => conversation_id)
    for (const id of ids) expect(made.html).toContain(id)
    for (const { fact } of (answers.why as any).facts) expect(made.html).toContain(fact)
    for (const { words } of (answers.why as any).modes) expect(made.html).toContain(words.join(', '))
  })
})

test.each(
  (ALL_RUNS ? WAVES : WAVES.filter(wave => wave.includes('message'))).map(wave => [wave.length, wave] as const),
)('every trick stays text, in %i places', async (_, wave) => {
  const trick = (place: string): string => (['message', 'summary'].includes(place) ? LONG_TRICK : TRICK)
  const placed = Object.fromEntries(wave.map(place => [place, `qaaq ${trick(place)}`]))
  const world = await startWorld(worldWith(placed), { exportDir: newFolder() })
  onTestFinished(() => world.close())
  const { html } = await report(world.app)
  checkInert(html)
  expect(Object.keys(PLACES).length).toBeGreaterThan(20)
  // There is something of it to be inert.
  if (wave.includes('message')) expect(html).toContain('qaaq')
})

test('is masked with --redact on, and with mask', MORE, async () => {
  const told = call({ outcome: 'failure', tools: [true] })
  told.transcript[1].message = 'My number is +1 415 555 0132, and nothing works. My number is +1 415 555 0132.'
  told.analysis.transcript_summary = 'The caller at +1 415 555 0132 was not helped.'
  told.metadata.feedback = { rating: 1, comment: 'Call me at +1 415 555 0132' }
  const conversations = [told, ...calls(6, {}), ...calls(4, { outcome: 'failure' })]
  for (const [settings, input, isMasked] of [
    [{}, {}, false],
    [{ redact: true }, {}, true],
    [{}, { mask: true }, true],
  ] as const) {
    const world = await startWorld(worldOf(conversations), { exportDir: newFolder(), ...settings })
    const { html, masking } = await report(world.app, input)
    // The same calls, the same file, beside the first.
    if (isMasked) expect((await report(world.app, input)).html).toBe(html)
    await world.close()
    expect([settings, input, html.includes('415 555 0132')]).toEqual([settings, input, !isMasked])
    expect(html.includes('[phone-')).toBe(isMasked)
    expect(masking).toMatch(isMasked ? /^Masked: / : /^Personal data is not masked/)
  }
})

test('of many versions the newest are told, the first of a branch without another beside it', MORE, async () => {
  const world = await startWorld(versionWorld(), { exportDir: newFolder() })
  onTestFinished(() => world.close())
  const titles = (html: string): string[] => named(read(sectionOf(html, 'What changed')).elements, 'h4').map(textOf)
  const { html } = await report(world.app, { after: '40d' })
  checkInert(html)
  expect(titles(html).map(title => title.replace(/ \(.*/s, ''))).toEqual([
    'Night line, v2',
    'Desk, Holidays v1',
    'Desk, v12',
    'Desk, v11',
    'Desk, v10',
  ])
  expect(html).toContain('The first version of its branch: there is none to compare it with.')
  // Of the main branch v5 to v9, and the first of the other agent.
  expect(html).toContain('6 earlier versions of this period not shown.')
  const none = await report(world.app, { after: '1d', call_successful: 'failure' })
  expect(none.html ? titles(none.html) : []).toEqual([])
  const before = await report(world.app, { after: '12d', before: '9d' })
  expect(titles(before.html).map(title => title.slice(0, 9))).toEqual(['Desk, v11'])
})

test('without calls there is no file; of calls that are not all here there is none either', async () => {
  const folder = newFolder()
  const world = await startWorld(worldOf(calls(3, {})), { exportDir: folder })
  onTestFinished(() => world.close())
  const none = await report(world.app, { after: '2020-01-01', before: '2020-01-02' })
  expect([none.file, none.coverage.counts]).toEqual([undefined, 'No calls match, so no file was written.'])
  const context = await world.app.toolContext(signal, { patienceMs: 0 })
  await expect(runTool(reportCommand, {}, context)).rejects.toThrow('No file was written: it would be incomplete.')
  expect(readdirSync(folder)).toEqual([])
})

test('at a terminal goes where --out says, and overwrites nothing', MORE, async () => {
  const folder = newFolder()
  const data = join(folder, 'calls.jsonl')
  writeFileSync(
    data,
    calls(5, {})
      .map(body => `${JSON.stringify(body)}\n`)
      .join(''),
  )
  const demo = ['--data', data, '--now', new Date(NOW * 1000).toISOString(), 'report', '--after', '2d']
  const out = join(folder, 'new', 'week.html')
  const first = await command([...demo, '--out', out])
  expect([first.code, first.stdout]).toEqual([0, expect.stringContaining(`File: ${out} (report, `)])
  const second = await command([...demo, '--out', out, '--agent-id', 'agent_1'])
  expect(second.stdout).toContain('week-2.html')
  expect(readdirSync(join(folder, 'new'))).toEqual(['week-2.html', 'week.html'])
})
