import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { firstOf, MORE, many, some } from '../support/runs.ts'
import { longCall } from '../support/sample.ts'
import { HOSTILE, plain, SCRIPTS } from './hostile.ts'
import { type Stage, text } from './stage.ts'

/** One call: a long one, its recording, and odd words in it. */
export function viewsOfCalls(stage: Stage): void {
  const { show } = stage

  test('a long call is scrolled to its end with few elements, and its rows come in windows', MORE, async () => {
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
    const called = await stage.page.evaluate(() => window.host.called)
    expect(new Set(called.map(({ name }) => name))).toEqual(new Set(['view_conversation']))
    expect(called.length).toBeLessThan(10)
  })

  test('a turn that was asked for is in sight, and the words that were looked for are marked', MORE, async () => {
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

  test(
    'a recording is played from the turn that is pointed at, and the turn that is heard is marked',
    MORE,
    async () => {
      const id = plain.conversation_id
      const frame = await show('get_conversation', { conversation_id: id })
      await frame.waitForSelector('.row .words')
      await frame.locator('.play').click()
      await frame.waitForFunction(() => document.querySelector('audio')!.readyState > 0)
      await frame.locator('.play[aria-label=Pause]').click()
      // The bytes are those that the API has.
      const { contents } = await stage.host.server.readResource({ uri: `conversation://${id}/audio` })
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
      await stage.page.mouse.click(box.x + 52 + (box.width - 52) / 2, box.y + 20)
      const { at, all } = await frame.evaluate(() => {
        const audio = document.querySelector('audio')!
        return { at: audio.currentTime, all: audio.duration }
      })
      expect(at / all).toBeCloseTo(0.5, 1)
    },
  )

  for (const [when, texts] of firstOf(some([...HOSTILE.keys()], 5)))
    describe(`hostile texts ${texts.join(', ')}`, when, () => {
      test('whatever callers say stays text', async () => {
        // biome-ignore format: a list of words
        const OURS = ['html', 'head', 'meta', 'title', 'style', 'body', 'script', 'main', 'article', 'header', 'h1', 'h2', 'p', 'bdi', 'span', 'b',
      'div', 'section', 'aside', 'button', 'audio', 'dl', 'dt', 'dd', 'details', 'summary', 'pre', 'mark', 'svg', 'path', 'text']
        for (const at of texts) {
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
    })
}
