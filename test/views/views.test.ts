import { describe, expect, test } from 'vitest'
import { CHROMIUM } from '../support/views.ts'
import { viewsOfAnswers } from './answers.ts'
import { viewsOfCalls } from './calls.ts'
import { viewsInHosts } from './hosts.ts'
import { looksOfViews } from './looks.ts'
import { reportsInBrowser } from './reports.ts'
import { stageOfTests } from './stage.ts'

/* The built pages in a real browser, in frames of a host, fed by the built server. */

if (CHROMIUM === null) process.stderr.write('There is no Chromium here: the tests of views in a browser are skipped.\n')

describe.skipIf(CHROMIUM === null)('views', () => {
  const stage = stageOfTests()
  viewsInHosts(stage)
  viewsOfCalls(stage)
  viewsOfAnswers(stage)
  reportsInBrowser(stage)
  looksOfViews(stage)

  // Last: of all that was done above.
  test('no page has tried to reach the network, which would have been noticed', async () => {
    expect(stage.strays).toEqual([])
    stage.host.pages.set('ui://conversations/stray', '<script>fetch("https://stray.example/")</script>')
    // It greets nobody.
    const opening = stage.load('stray').catch(() => null)
    await expect.poll(() => stage.strays.join()).toContain('https://stray.example/')
    await stage.page.close()
    await opening
  })
})
