import { expect, test } from 'vitest'
import { MORE } from '../support/runs.ts'
import { plain } from './hostile.ts'
import { type Stage, text } from './stage.ts'

/** Nothing and something of several calls: waiting, a queue, a table. */
export function viewsOfAnswers(stage: Stage): void {
  const { load, ask, show } = stage

  test('says what it waits for, and why there is nothing', MORE, async () => {
    const frame = await load('call')
    expect(await text(frame)).toContain('Loading…')
    await stage.page.evaluate(() => window.host.bridge!.sendToolCancelled({}))
    await frame.getByText('Cancelled', { exact: true }).waitFor()
    await ask('get_conversation', { conversation_id: 'conv_nobody' })
    await frame.waitForSelector('[role=alert]')
    expect(await text(frame)).toContain('conv_nobody')
    const nothing = await show('search_conversations', { query: 'xylophone', after: '60d' })
    expect(await text(nothing)).toContain('Nothing found')
    expect(await text(await show('analyze_conversations', { after: '2020' }))).toContain('No numbers')
    expect(await text(await show('triage_conversations', { after: '2020' }))).toContain('Nothing to review')
    // Text only: a call is read all the same, numbers are not there.
    stage.host.instead = ({ name }) =>
      name === 'view_conversation' ? undefined : { content: [{ type: 'text', text: 'x' }] }
    try {
      expect(await text(await show('analyze_conversations', { after: '7d' }))).toContain('answers in text only')
      const call = await show('get_conversation', { conversation_id: plain.conversation_id })
      await call.waitForSelector('.row .words')
    } finally {
      stage.host.instead = () => undefined
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

  test('a table is copied as CSV', MORE, async () => {
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
}
