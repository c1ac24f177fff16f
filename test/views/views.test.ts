import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { ALL_RUNS, many, some } from '../support/runs.ts'
import { longCall } from '../support/sample.ts'
import { CHROMIUM, type Era, startBrowser, startHost, startServer, type ViewHost } from '../support/views.ts'
import { NOW } from '../support/world.ts'
import type { HostOptions } from './host-page.ts'
import { calls, HOSTILE, hostile, longAgo, plain, SCRIPTS } from './hostile.ts'
import { difference, giveFont, HOST_FONTS, pictureOf, SIZE, stored } from './pictures.ts'

/* The built pages in a real browser, in frames of a host, fed by the built server. */

if (CHROMIUM === null) process.stderr.write('There is no Chromium here: the tests of views in a browser are skipped.\n')

const folder = mkdtempSync(join(tmpdir(), 'views-'))

/** Of the squares of a picture: fonts drawn with other hints come to 0.0002, the smallest fault here to 0.008. */
const MOST_DIFFERENT = 0.004

describe.skipIf(CHROMIUM === null)('views', () => {
  let browser: Browser
  let page: Page
  let host: ViewHost
  const servers = new Map<Era, Awaited<ReturnType<typeof startServer>>>()
  /** What the page asked the network for, beside what the host serves. */
  const strays: string[] = []

  beforeAll(async () => {
    const file = join(folder, 'calls.jsonl')
    const usual = calls.filter(call => call.conversation_id !== longCall.conversation_id)
    const all = [...usual, longAgo(longCall), ...HOSTILE.map(hostile)]
    writeFileSync(file, all.map(call => JSON.stringify(call)).join('\n'))
    const args = [
      '--data',
      file,
      '--now',
      new Date(NOW * 1000).toISOString(),
      '--timezone',
      'UTC',
      '--audio',
      'on',
      '--export-dir',
      join(folder, 'exports'),
    ]
    for (const era of ['2026-07-28', '2025-11-25'] as const) servers.set(era, await startServer(era, args))
    host = await startHost(servers.get('2026-07-28')!)
    browser = await startBrowser()
    page = await browser.newPage({ viewport: { width: 900, height: 1100 } })
    page.on('request', request => {
      const url = request.url()
      if (!url.startsWith(host.url) && !url.startsWith('data:')) strays.push(url)
    })
    page.on('console', message => {
      if (message.text().includes('Content Security Policy')) strays.push(message.text())
    })
    await page.goto(host.url)
  })
  afterAll(async () => {
    await browser?.close()
    await host?.close()
    for (const server of servers.values()) await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const load = async (view: string, options: Partial<HostOptions> = {}): Promise<Frame> => {
    // As JSON: the types of schemas are too deep for the browser's.
    const own = JSON.stringify({ uri: `ui://conversations/${view}`, ...options })
    await page.evaluate(given => window.host.open(JSON.parse(given)), own)
    return page.frames().at(-1)!
  }
  const ask = (tool: string, input: Json) =>
    page.evaluate(([name, own]) => window.host.ask(name, own), [tool, input] as [string, Json])
  const VIEW_OF: Record<string, string> = {
    ...{ get_conversation: 'call', search_conversations: 'call', triage_conversations: 'queue' },
    ...{ analyze_conversations: 'numbers', explain_conversations: 'numbers' },
  }
  /** A view beside the answer of its tool. */
  const show = async (tool: string, input: Json, options: Partial<HostOptions> = {}): Promise<Frame> => {
    const frame = await load(VIEW_OF[tool]!, options)
    await ask(tool, input)
    await frame.waitForSelector('main:not([aria-busy])')
    return frame
  }
  const text = (frame: Frame, selector = 'main') => frame.locator(selector).first().textContent()

  const QUESTIONS: [what: string, tool: string, input: Json, shows: string][] = [
    ['a call', 'get_conversation', { conversation_id: plain.conversation_id }, '.row .words'],
    ['what was found', 'search_conversations', { query: 'order', after: '60d' }, '.card mark'],
    ['numbers by day', 'analyze_conversations', { after: '30d', group_by: 'day' }, 'figure .line'],
    [
      'a comparison',
      'analyze_conversations',
      { after: '14d', compare_to: 'previous_period', group_by: 'agent' },
      'figure .span',
    ],
    ['what sets calls apart', 'explain_conversations', { after: '60d', include: 'facts' }, 'figure .row'],
    ['a queue', 'triage_conversations', { after: '60d' }, '.queue-card .reasons li'],
  ]

  /** What axe objects to, element by element. */
  async function objections(frame: Frame): Promise<string[]> {
    await frame.evaluate(axe.source)
    const { violations } = await frame.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`)
  }

  // Between them everything that hosts differ in: era, theme and room. What is hard is tried of every question, what is
  // easy of one for each page.
  describe.each([
    [
      '2026-07-28',
      'light',
      900,
      QUESTIONS.filter(([what]) => ALL_RUNS || ['a call', 'a comparison', 'a queue'].includes(what)),
    ],
    ['2025-11-25', 'dark', 360, QUESTIONS],
  ] as const)('of %s, %s, in %i pixels', (era, theme, width, questions) => {
    test.each(questions)('show %s, and axe finds nothing to object to', async (_, tool, input, shows) => {
      host.server = servers.get(era)!
      const frame = await show(tool, input, { context: { theme }, width })
      await frame.waitForSelector(shows, { state: 'attached' })
      expect(await frame.locator('[role=alert]').count()).toBe(0)
      expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      expect(await objections(frame)).toEqual([])
    })
  })

  test('a long call is scrolled to its end with few elements, and its rows come in windows', async () => {
    const frame = await show('get_conversation', { conversation_id: longCall.conversation_id })
    await frame.waitForSelector('.row .words')
    const most = await frame.evaluate(
      async steps => {
        const list = document.querySelector<HTMLElement>('.transcript')!
        let nodes = 0
        for (let step = 0; step < steps; step++) {
          list.scrollTop = (list.scrollHeight * step) / (steps - 1)
          await new Promise(requestAnimationFrame)
          await new Promise(requestAnimationFrame)
          nodes = Math.max(nodes, document.querySelectorAll('*').length)
        }
        list.scrollTop = list.scrollHeight
        return nodes
      },
      many(15, 60),
    )
    expect(most).toBeLessThanOrEqual(400)
    const last = longCall.transcript.findLast((turn: Json) => turn.role === 'agent' && turn.message).message
    await frame.getByText(last.slice(0, 40)).last().waitFor()
    const called = await page.evaluate(() => window.host.called)
    expect(new Set(called.map(({ name }) => name))).toEqual(new Set(['view_conversation']))
    expect(called.length).toBeLessThan(10)
  })

  test('a turn that was asked for is in sight, and the words that were looked for are marked', async () => {
    const frame = await show('get_conversation', { conversation_id: longCall.conversation_id, around_turn: 900 })
    await frame.waitForSelector('.row[aria-current=true] .words, .row[aria-current=true] .tool-name')
    const current = await frame.locator('.row[aria-current=true] .time').getAttribute('aria-label')
    expect(current).toMatch(/^Turn (900|899|898),/)
    const found = await show('search_conversations', { query: 'order', after: '60d' })
    await found.locator('.open').first().click()
    await found.waitForSelector('.row .reason')
    expect((await found.locator('.row mark').allTextContents()).every(word => /^orders?$/i.test(word))).toBe(true)
    expect(await found.locator('.row mark').count()).toBeGreaterThan(0)
    await found.locator('.back').click()
    expect(await found.locator('.card').count()).toBeGreaterThan(0)
  })

  test('a recording is played from the turn that is pointed at, and the turn that is heard is marked', async () => {
    const id = plain.conversation_id
    const frame = await show('get_conversation', { conversation_id: id })
    await frame.waitForSelector('.row .words')
    await frame.locator('.play').click()
    await frame.waitForFunction(() => document.querySelector('audio')!.readyState > 0)
    await frame.locator('.play[aria-label=Pause]').click()
    // The bytes are those that the API has.
    const { contents } = await host.server.readResource({ uri: `conversation://${id}/audio` })
    const digest = (base64: string) => createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex')
    const played = await frame.evaluate(() => document.querySelector('audio')!.src)
    expect(digest(played.split(',')[1]!)).toBe(digest((contents[0] as { blob: string }).blob))
    const spoken: { turn: number; secs: number }[] = plain.transcript.flatMap((one: Json, turn: number) =>
      one.message ? [{ turn, secs: one.time_in_call_secs }] : [],
    )
    const gaps = spoken.slice(1).map(({ secs }, at) => secs - spoken[at]!.secs)
    const shortest = gaps.indexOf(Math.min(...gaps.filter(gap => gap > 0)))
    const { turn, secs } = spoken[shortest]!
    await frame.locator(`.time[aria-label^="Turn ${turn},"]`).click()
    expect(await frame.evaluate(() => document.querySelector('audio')!.currentTime)).toBeCloseTo(secs, 1)
    await frame.locator('.play').click()
    const { turn: later, secs: begins } = spoken[shortest + 1]!
    await frame.evaluate(at => {
      document.querySelector('audio')!.currentTime = at
    }, begins - 0.4)
    const next = `.row[aria-current=true] .time[aria-label^="Turn ${later},"]`
    await frame.locator('.speed').click()
    await frame.waitForSelector(next, { timeout: 60_000 })
    await frame.locator('.play').click()
    // The whole call is one strip: a click in its middle is its middle.
    const box = (await frame.locator('.strip').boundingBox())!
    await page.mouse.click(box.x + 52 + (box.width - 52) / 2, box.y + 20)
    const { at, all } = await frame.evaluate(() => {
      const audio = document.querySelector('audio')!
      return { at: audio.currentTime, all: audio.duration }
    })
    expect(at / all).toBeCloseTo(0.5, 1)
  })

  test("colours are the host's, light and dark", async () => {
    const background = (frame: Frame) => frame.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const question = { conversation_id: plain.conversation_id }
    const light = await background(await show('get_conversation', question, { context: { theme: 'light' } }))
    const frame = await show('get_conversation', question, { context: { theme: 'dark' } })
    const dark = await background(frame)
    expect([light, dark]).toEqual(['rgb(255, 255, 255)', 'rgb(23, 25, 28)'])
    await page.evaluate(() =>
      window.host.bridge!.setHostContext({
        theme: 'light',
        styles: { variables: { '--color-background-primary': 'rgb(1, 2, 3)' } },
      } as never),
    )
    await frame.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)')
  })

  test('everything is reached with the keyboard', async () => {
    const frame = await show('get_conversation', { conversation_id: plain.conversation_id })
    await frame.waitForSelector('.row .words')
    const focused = () => frame.evaluate(() => document.activeElement?.className || document.activeElement?.tagName)
    await frame.locator('.strip').focus()
    const said = () => frame.locator('.strip').getAttribute('aria-valuetext')
    await page.keyboard.press('ArrowRight')
    expect(await said()).toMatch(/turn 1, /)
    await page.keyboard.press('Home')
    expect(await said()).toMatch(/turn 0, agent/)
    const walked: string[] = []
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab')
      walked.push(String(await focused()))
    }
    expect(walked).toEqual(expect.arrayContaining(['play', 'speed', 'transcript', 'SUMMARY']))
    await frame.locator('.transcript').focus()
    for (let step = 0; step < 60 && !(await focused())?.includes('tool'); step++) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await frame.waitForSelector('.row.tool pre')
    expect(await focused()).toBe('tool-name')
    await page.keyboard.press('Enter')
    expect(await frame.locator('.row.tool pre').count()).toBe(0)
    const numbers = await show('analyze_conversations', { after: '30d', group_by: 'agent' })
    await numbers.waitForSelector('figure [role=button]')
    await numbers.locator('figure [role=button]').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await text(numbers, '.ask')).toContain('list_conversations {"after":"30d","agent_id":"')
    await numbers.getByText('Ask for these calls').click()
    await numbers.getByText('Asked in the chat.').waitFor()
    expect((await page.evaluate(() => window.host.said)).join()).toContain('list_conversations {"after":"30d"')
  })

  test('where the host has no chat for pages, the call to make is shown', async () => {
    const frame = await show(
      'analyze_conversations',
      { after: '30d', group_by: 'day' },
      { capabilities: { serverTools: {} } },
    )
    await frame.locator('figure [role=button]').nth(3).click()
    expect(await text(frame, '.ask')).toMatch(/list_conversations \{"after":"(2026-\d\d-\d\d)","before":"\1"\}/)
    expect(await frame.getByText('Ask for these calls').count()).toBe(0)
  })

  test('whatever callers say stays text', async () => {
    // biome-ignore format: a list of words
    const OURS = ['html', 'head', 'meta', 'title', 'style', 'body', 'script', 'main', 'article', 'header', 'h1', 'h2', 'p', 'bdi', 'span', 'b',
      'div', 'section', 'aside', 'button', 'audio', 'dl', 'dt', 'dd', 'details', 'summary', 'pre', 'mark', 'svg', 'path', 'text']
    for (const at of some([...HOSTILE.keys()], 5)) {
      const frame = await show('get_conversation', { conversation_id: `conv_hostile_${at}`, match: 'x' })
      await frame.waitForSelector('.row .words')
      const seen = await frame.evaluate(() => ({
        hit: (window as { hit?: unknown }).hit,
        tags: [...new Set([...document.querySelectorAll('*')].map(({ tagName }) => tagName.toLowerCase()))],
        scripts: document.scripts.length,
        styles: document.querySelectorAll('style').length,
        handlers: [...document.querySelectorAll('*')].filter(({ attributes }) =>
          [...attributes].some(({ name }) => name.startsWith('on')),
        ).length,
      }))
      expect(seen, HOSTILE[at]).toMatchObject({ hit: undefined, scripts: 1, styles: 2, handlers: 0 })
      expect(seen.tags.filter(tag => !OURS.includes(tag))).toEqual([])
      const shown = await text(frame, '.row .words')
      if (at < SCRIPTS.length) expect(shown).toContain(SCRIPTS[at]!.slice(0, 12))
    }
  })

  test('says what it waits for, and why there is nothing', async () => {
    const frame = await load('call')
    expect(await text(frame)).toContain('Loading…')
    await page.evaluate(() => window.host.bridge!.sendToolCancelled({}))
    await frame.getByText('Cancelled', { exact: true }).waitFor()
    await ask('get_conversation', { conversation_id: 'conv_nobody' })
    await frame.waitForSelector('[role=alert]')
    expect(await text(frame)).toContain('conv_nobody')
    const nothing = await show('search_conversations', { query: 'xylophone', after: '60d' })
    expect(await text(nothing)).toContain('Nothing found')
    expect(await text(await show('analyze_conversations', { after: '2020' }))).toContain('No numbers')
    expect(await text(await show('triage_conversations', { after: '2020' }))).toContain('Nothing to review')
    // Text only: a call is read all the same, numbers are not there.
    host.instead = ({ name }) => (name === 'view_conversation' ? undefined : { content: [{ type: 'text', text: 'x' }] })
    try {
      expect(await text(await show('analyze_conversations', { after: '7d' }))).toContain('answers in text only')
      const call = await show('get_conversation', { conversation_id: plain.conversation_id })
      await call.waitForSelector('.row .words')
    } finally {
      host.instead = () => undefined
    }
  })

  test('a queue is filtered by reasons, and opens a call with its reasons marked', async () => {
    const frame = await show('triage_conversations', { after: '60d' })
    const visible = () => frame.locator('.queue-card:visible').count()
    const all = await visible()
    const reason = (await frame.locator('.filter bdi').last().textContent())!.trim()
    await frame.locator('.filter').last().click()
    expect(await visible()).toBeLessThan(all)
    for (const card of await frame.locator('.queue-card:visible').allTextContents()) expect(card).toContain(reason)
    await frame.locator('.filter').last().click()
    expect(await visible()).toBe(all)
    await frame.locator('.queue-card .open').first().click()
    await frame.waitForSelector('.row .reason')
  })

  test('a table is copied as CSV', async () => {
    const frame = await show('analyze_conversations', { after: '30d', group_by: 'agent' })
    await frame.evaluate(() => {
      document.addEventListener('copy', () => {
        const field = document.activeElement as HTMLTextAreaElement
        ;(window as { copied?: string }).copied = field.value
      })
    })
    await frame.getByText('Copy as CSV').click()
    await frame.getByText('Copied').waitFor()
    const copied = await frame.evaluate(() => (window as { copied?: string }).copied)
    expect(await text(frame, 'tbody .below')).toMatch(/^[\d.]+ to [\d.]+ % · \d+ of \d+$/)
    expect(copied?.split('\n')[0]).toBe(
      'agent,count,success_rate,success_rate.k,success_rate.n,success_rate.low,success_rate.high',
    )
  })

  test('nothing moves for who does not want it', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' })
    const frame = await show('get_conversation', { conversation_id: plain.conversation_id })
    const moving = await frame.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter(one => {
          const { transitionDuration, animationName } = getComputedStyle(one)
          return transitionDuration !== '0s' || animationName !== 'none'
        }).length,
    )
    await page.emulateMedia({ reducedMotion: null })
    expect(moving).toBe(0)
  })

  test('a report fits a telephone, is as accessible as a view, and what callers say stays text', async () => {
    const own = await browser.newPage({ viewport: { width: 360, height: 800 } })
    own.on('request', request => {
      if (!request.url().startsWith('file:')) strays.push(request.url())
    })
    // The second is of the hostile calls.
    for (const period of ['last week', '2023']) {
      const input = { format: 'report', after: period }
      const { structuredContent } = await host.server.callTool({ name: 'export_conversations', arguments: input })
      await own.goto(`file://${(structuredContent as Json).file.path}`)
      const seen = await own.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        hit: (window as { hit?: unknown }).hit,
        active: document.querySelectorAll('script, iframe, object, a, form, img, link, base, button').length,
      }))
      expect(seen, period).toEqual({ width: 360, hit: undefined, active: 0 })
      // The more there is, the longer it takes; what is in the second is in the first.
      if (period === '2023' && !ALL_RUNS) continue
      await own.evaluate(axe.source)
      const { violations } = await own.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run())
      expect(violations.map(({ id, nodes }) => [id, nodes[0]!.html])).toEqual([])
    }
    await own.close()
  })

  /** How a view looks beside the answer of its tool, drawn in the tests' own font. */
  const look = async (question: string, theme: 'light' | 'dark' = 'light'): Promise<Frame> => {
    const [, tool, input, shows] = QUESTIONS.find(([what]) => what === question)!
    const context = { theme, styles: { variables: HOST_FONTS } } as never
    const frame = await load(VIEW_OF[tool]!, { ...SIZE, context })
    await giveFont(frame)
    await ask(tool, input)
    await frame.waitForSelector('main:not([aria-busy])')
    await frame.waitForSelector(shows, { state: 'attached' })
    return frame
  }

  test.each([
    [
      'call',
      'a call',
      'light',
      ['.strip-chart .agent { display: none }', '.row .words { visibility: hidden }', '.columns { display: block }'],
    ],
    ['call-dark', 'a call', 'dark', ['html { color-scheme: light !important }']],
    ['numbers', 'numbers by day', 'light', ['figure .line { stroke: none !important }']],
    ['comparison', 'a comparison', 'light', ['table { display: none }']],
    ['queue', 'a queue', 'light', ['.reasons { visibility: hidden }']],
  ] as const)(
    '%s looks as its stored picture does, and does not where it is broken',
    async (name, question, theme, broken) => {
      const frame = await look(question, theme)
      const picture = await pictureOf(page)
      const good = stored(name, picture)
      expect(await difference(page, picture, good)).toBeLessThan(MOST_DIFFERENT)
      for (const rules of some(broken, 3)) {
        const style = await frame.addStyleTag({ content: rules })
        expect(await difference(page, await pictureOf(page), good), rules).toBeGreaterThan(MOST_DIFFERENT)
        await style.evaluate(element => element.parentNode!.removeChild(element))
      }
    },
  )

  test('both eras look the same', async () => {
    host.server = servers.get('2025-11-25')!
    await look('a call')
    const older = await pictureOf(page)
    host.server = servers.get('2026-07-28')!
    expect(await difference(page, older, stored('call', older))).toBeLessThan(MOST_DIFFERENT)
  })

  // Last: of all that was done above.
  test('no page has tried to reach the network, which would have been noticed', async () => {
    expect(strays).toEqual([])
    host.pages.set('ui://conversations/stray', '<script>fetch("https://stray.example/")</script>')
    // It greets nobody.
    const opening = load('stray').catch(() => null)
    await expect.poll(() => strays.join(), { timeout: 20_000 }).toContain('https://stray.example/')
    await page.close()
    await opening
  })
})
