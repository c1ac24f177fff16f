// `npm run pictures`: screenshots of views and of the report on the sample calls, for the README, by a real browser.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './load.mjs'
import { viewHost } from './view-host.mjs'

/** Each ends with the last of these elements that fits into so many pixels: nothing is cut in its middle. */
const PICTURES = [
  {
    name: 'call',
    tool: 'get_conversation',
    input: { conversation_id: 'conv_22012s32gtnkadsstz78nrs6cnkb' },
    ends: '.row',
    height: 720,
  },
  {
    name: 'numbers',
    tool: 'analyze_conversations',
    input: {
      ...{ after: '2026-10-26', before: '2026-11-18', group_by: ['week', 'agent'] },
      metrics: ['success_rate', 'felt_latency.p95'],
    },
    ends: 'tbody tr',
    height: 720,
  },
  {
    name: 'report',
    tool: 'export_conversations',
    input: { format: 'report', after: '2026-10-26', before: '2026-11-18' },
    ends: 'figure',
    height: 1300,
  },
]
const WIDTH = 860
const MOST_BYTES = 160_000

const { CHROMIUM, startBrowser, startHost, startServer } = await viewHost()
if (CHROMIUM === null) throw new Error('There is no Chromium here (Debian: apt-get install chromium).')
const folder = mkdtempSync(join(tmpdir(), 'pictures-'))
const now = ['--now', '2026-11-22T12:00:00Z', '--timezone', 'UTC']
const server = await startServer('2026-07-28', ['--demo', ...now, '--audio', 'on', '--export-dir', folder])
const host = await startHost(server)
const browser = await startBrowser()
try {
  for (const picture of PICTURES) {
    // Nothing is still to be read when it is shown.
    const ask = () => server.callTool({ name: picture.tool, arguments: picture.input })
    let answer = await ask()
    while (JSON.stringify(answer).includes('INCOMPLETE')) answer = await ask()
    for (const theme of ['light', 'dark']) await take(picture, answer, theme)
  }
} finally {
  await browser.close()
  await host.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
}

async function take({ name, tool, input, ends, height }, { structuredContent }, theme) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 2000 }, colorScheme: theme })
  if (structuredContent.file) await page.goto(`file://${structuredContent.file.path}`)
  const frame = structuredContent.file ? page.mainFrame() : await view()
  await frame.waitForSelector('.row .words, figure .dot')
  await frame.evaluate(() => document.fonts.ready)
  await page.waitForLoadState('networkidle')
  const end = await frame.evaluate(
    ([selector, most]) =>
      Math.max(
        ...[...document.querySelectorAll(selector)]
          .map(one => one.getBoundingClientRect().bottom)
          .filter(at => at <= most),
      ),
    [ends, height],
  )
  const path = join(ROOT, 'docs', `${name}${theme === 'dark' ? '-dark' : ''}.png`)
  await page.screenshot({ path, clip: { x: 0, y: 0, width: WIDTH, height: Math.ceil(end) + 1 } })
  await page.close()
  const { size } = statSync(path)
  console.log(`${path.slice(ROOT.length)}: ${Math.round(size / 1000)} kB`)
  if (size > MOST_BYTES) throw new Error(`${path} has more than ${MOST_BYTES / 1000} kB.`)

  async function view() {
    await page.goto(host.url)
    const uri = `ui://conversations/${name}`
    await page.evaluate(own => window.host.open(own), { uri, width: WIDTH, height: 2000, context: { theme } })
    await page.evaluate(([asked, own]) => window.host.ask(asked, own), [tool, input])
    return page.frames().at(-1)
  }
}
