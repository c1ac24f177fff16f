// `npm run pictures`: screenshots of views on the sample calls, for the README, by a real browser.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './load.mjs'
import { viewHost } from './view-host.mjs'

/** Pixels high, as much as tells something. */
const PICTURES = [
  {
    file: 'call.png',
    tool: 'get_conversation',
    input: { conversation_id: 'conv_22012s32gtnkadsstz78nrs6cnkb' },
    view: 'call',
    height: 700,
  },
  {
    file: 'numbers.png',
    tool: 'analyze_conversations',
    input: { after: '2026-10-26', group_by: ['week', 'agent'], metrics: ['success_rate', 'felt_latency'] },
    view: 'numbers',
    height: 700,
  },
]
const WIDTH = 860
const MOST_BYTES = 150_000

const { CHROMIUM, startBrowser, startHost, startServer } = await viewHost()
if (CHROMIUM === null) throw new Error('There is no Chromium here (Debian: apt-get install chromium).')
const now = ['--now', '2026-11-22T12:00:00Z', '--timezone', 'UTC']
const server = await startServer('2026-07-28', ['--demo', ...now, '--audio', 'on'])
const host = await startHost(server)
const browser = await startBrowser()
try {
  for (const { file, tool, input, view, height } of PICTURES) {
    // Nothing is still to be read when it is shown.
    while (JSON.stringify(await server.callTool({ name: tool, arguments: input })).includes('INCOMPLETE'));
    const page = await browser.newPage({ viewport: { width: WIDTH, height: 2000 }, colorScheme: 'light' })
    await page.goto(host.url)
    const options = { uri: `ui://conversations/${view}`, width: WIDTH, height: 2000 }
    await page.evaluate(own => window.host.open(own), options)
    await page.evaluate(([name, own]) => window.host.ask(name, own), [tool, input])
    const frame = page.frames().at(-1)
    await frame.waitForSelector('.row .words, figure .dot')
    await frame.evaluate(() => document.fonts.ready)
    await page.waitForLoadState('networkidle')
    const path = join(ROOT, 'docs', file)
    await page.screenshot({ path, clip: { x: 0, y: 0, width: WIDTH, height } })
    const { size } = statSync(path)
    console.log(`docs/${file}: ${Math.round(size / 1000)} kB`)
    if (size > MOST_BYTES) throw new Error(`docs/${file} has more than ${MOST_BYTES / 1000} kB.`)
    await page.close()
  }
} finally {
  await browser.close()
  await host.close()
  await server.close()
}
