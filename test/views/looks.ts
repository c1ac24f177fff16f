import type { Frame } from 'playwright-core'
import { expect, test } from 'vitest'
import { MORE, some } from '../support/runs.ts'
import { QUESTIONS } from './hosts.ts'
import { difference, giveFont, HOST_FONTS, pictureOf, SIZE, stored } from './pictures.ts'
import { type Stage, viewOf } from './stage.ts'

/** Of the squares of a picture: fonts drawn with other hints come to 0.0002, the smallest fault here to 0.008. */
const MOST_DIFFERENT = 0.004

export function looksOfViews(stage: Stage): void {
  const { load, ask } = stage

  /** How a view looks beside the answer of its tool, drawn in the tests' own font. */
  const look = async (question: string, theme: 'light' | 'dark' = 'light'): Promise<Frame> => {
    const [, tool, input, shows] = QUESTIONS.find(([what]) => what === question)!
    const context = { theme, styles: { variables: HOST_FONTS } } as never
    const frame = await load(viewOf(tool), { ...SIZE, context })
    await giveFont(frame)
    await ask(tool, input)
    await frame.waitForSelector('main:not([aria-busy])')
    await frame.waitForSelector(shows, { state: 'attached' })
    return frame
  }

  // The picture, the answer, the theme, and rules that break it.
  for (const [name, question, theme, broken, when] of [
    [
      'call',
      'a call',
      'light',
      ['.strip-chart .agent { display: none }', '.row .words { visibility: hidden }', '.columns { display: block }'],
      MORE,
    ],
    ['call-dark', 'a call', 'dark', ['html { color-scheme: light !important }'], MORE],
    ['numbers', 'numbers by day', 'light', ['figure .line { stroke: none !important }'], MORE],
    ['comparison', 'a comparison', 'light', ['table { display: none }'], MORE],
    ['queue', 'a queue', 'light', ['.reasons { visibility: hidden }'], MORE],
  ] as const) {
    test(`${name} looks as its stored picture does, and does not where it is broken`, when, async () => {
      const frame = await look(question, theme)
      const picture = await pictureOf(stage.page)
      const good = stored(name, picture)
      expect(await difference(stage.page, picture, good)).toBeLessThan(MOST_DIFFERENT)
      for (const rules of some(broken, 3)) {
        const style = await frame.addStyleTag({ content: rules })
        expect(await difference(stage.page, await pictureOf(stage.page), good), rules).toBeGreaterThan(MOST_DIFFERENT)
        await style.evaluate(element => element.parentNode!.removeChild(element))
      }
    })
  }

  test('both eras look the same', MORE, async () => {
    stage.host.server = await stage.server('2025-11-25')
    await look('a call')
    const older = await pictureOf(stage.page)
    stage.host.server = await stage.server('2026-07-28')
    expect(await difference(stage.page, older, stored('call', older))).toBeLessThan(MOST_DIFFERENT)
  })
}
