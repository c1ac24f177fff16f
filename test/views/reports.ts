import { describe, expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { ALL_RUNS, MORE } from '../support/runs.ts'
import { objections, type Stage } from './stage.ts'

export function reportsInBrowser(stage: Stage): void {
  // Calls of 2023 are hostile ones.
  describe.each([
    ['yesterday', MORE],
    ['last week', MORE],
    ['2023', MORE],
  ] as const)('a report of %s', (after, when) => {
    test('fits a telephone, is as accessible as a view, and what callers say stays text', when, async () => {
      const input = { format: 'report', after }
      const { structuredContent } = await stage.host.server.callTool({ name: 'export_conversations', arguments: input })
      const page = await stage.browser.newPage({ viewport: { width: 360, height: 800 } })
      page.on('request', request => {
        if (!request.url().startsWith('file:')) stage.strays.push(request.url())
      })
      await page.goto(`file://${(structuredContent as Json).file.path}`)
      const seen = await page.evaluate(() => ({
        width: document.documentElement.scrollWidth,
        hit: (window as { hit?: unknown }).hit,
        active: document.querySelectorAll('script, iframe, object, a, form, img, link, base, button').length,
      }))
      expect(seen).toEqual({ width: 360, hit: undefined, active: 0 })
      // The more there is, the longer it takes; what is in the hostile one is in the others.
      if (after !== '2023' || ALL_RUNS) expect(await objections(page)).toEqual([])
      await page.close()
    })
  })
}
