import type { Frame } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { MORE } from '../support/runs.ts'
import { plain } from './hostile.ts'
import { objections, type Stage, text } from './stage.ts'

/** An answer of each kind, and what its view shows of it. */
export const QUESTIONS: [what: string, tool: string, input: Json, shows: string][] = [
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

/** Whatever hosts differ in: theme, room, and what they can do. */
export function viewsInHosts(stage: Stage): void {
  const { show } = stage

  const isFirst = ([what]: (typeof QUESTIONS)[number]): boolean => what === 'a call'

  // Between them everything that is seen of a host: era, theme and room.
  describe.each([
    ['2025-11-25', 'dark', 360, QUESTIONS.filter(isFirst), {}],
    ['2025-11-25', 'dark', 360, QUESTIONS.filter(one => !isFirst(one)), MORE],
    ['2026-07-28', 'light', 900, QUESTIONS, MORE],
  ] as const)('of %s, %s, in %i pixels', (era, theme, width, questions, when) => {
    test.each(questions)('show %s, and axe finds nothing to object to', when, async (_, tool, input, shows) => {
      stage.host.server = await stage.server(era)
      const frame = await show(tool, input, { context: { theme }, width })
      await frame.waitForSelector(shows, { state: 'attached' })
      expect(await frame.locator('[role=alert]').count()).toBe(0)
      expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      expect(await objections(frame)).toEqual([])
    })
  })

  test("colours are the host's, light and dark", async () => {
    const background = (frame: Frame) => frame.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const question = { conversation_id: plain.conversation_id }
    const light = await background(await show('get_conversation', question, { context: { theme: 'light' } }))
    const frame = await show('get_conversation', question, { context: { theme: 'dark' } })
    const dark = await background(frame)
    expect([light, dark]).toEqual(['rgb(255, 255, 255)', 'rgb(23, 25, 28)'])
    await stage.page.evaluate(() =>
      window.host.bridge!.setHostContext({
        theme: 'light',
        styles: { variables: { '--color-background-primary': 'rgb(1, 2, 3)' } },
      } as never),
    )
    await frame.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)')
  })

  test('everything is reached with the keyboard', MORE, async () => {
    const frame = await show('get_conversation', { conversation_id: plain.conversation_id })
    await frame.waitForSelector('.row .words')
    const focused = () => frame.evaluate(() => document.activeElement?.className || document.activeElement?.tagName)
    await frame.locator('.strip').focus()
    const said = () => frame.locator('.strip').getAttribute('aria-valuetext')
    await stage.page.keyboard.press('ArrowRight')
    expect(await said()).toMatch(/turn 1, /)
    await stage.page.keyboard.press('Home')
    expect(await said()).toMatch(/turn 0, agent/)
    const walked: string[] = []
    for (let step = 0; step < 12; step++) {
      await stage.page.keyboard.press('Tab')
      walked.push(String(await focused()))
    }
    expect(walked).toEqual(expect.arrayContaining(['play', 'speed', 'transcript', 'SUMMARY']))
    await frame.locator('.transcript').focus()
    for (let step = 0; step < 60 && !(await focused())?.includes('tool'); step++)
      await stage.page.keyboard.press('ArrowDown')
    await stage.page.keyboard.press('Enter')
    await frame.waitForSelector('.row.tool pre')
    expect(await focused()).toBe('tool-name')
    await stage.page.keyboard.press('Enter')
    expect(await frame.locator('.row.tool pre').count()).toBe(0)
    const numbers = await show('analyze_conversations', { after: '30d', group_by: 'agent' })
    await numbers.waitForSelector('figure [role=button]')
    await numbers.locator('figure [role=button]').first().focus()
    await stage.page.keyboard.press('ArrowDown')
    await stage.page.keyboard.press('Enter')
    expect(await text(numbers, '.ask')).toContain('list_conversations {"after":"30d","agent_id":"')
    await numbers.getByText('Ask for these calls').click()
    await numbers.getByText('Asked in the chat.').waitFor()
    expect((await stage.page.evaluate(() => window.host.said)).join()).toContain('list_conversations {"after":"30d"')
  })

  test('where the host has no chat for pages, the call to make is shown', MORE, async () => {
    const frame = await show(
      'analyze_conversations',
      { after: '30d', group_by: 'day' },
      { capabilities: { serverTools: {} } },
    )
    await frame.locator('figure [role=button]').nth(3).click()
    expect(await text(frame, '.ask')).toMatch(/list_conversations \{"after":"(2026-\d\d-\d\d)","before":"\1"\}/)
    expect(await frame.getByText('Ask for these calls').count()).toBe(0)
  })

  test('nothing moves for who does not want it', MORE, async () => {
    await stage.page.emulateMedia({ reducedMotion: 'reduce' })
    const frame = await show('get_conversation', { conversation_id: plain.conversation_id })
    const moving = await frame.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter(one => {
          const { transitionDuration, animationName } = getComputedStyle(one)
          return transitionDuration !== '0s' || animationName !== 'none'
        }).length,
    )
    await stage.page.emulateMedia({ reducedMotion: null })
    expect(moving).toBe(0)
  })
}
