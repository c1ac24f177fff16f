// The view of a long call in a real browser, against a bare page that shows fifty rows of it over the same bridge.
import './support/build.mjs'
import { viewHost } from '../scripts/view-host.mjs'
import { figure, median, skipped } from './support/report.mjs'

const { CHROMIUM, startBrowser, startHost, startServer } = await viewHost()

export const title = 'views: a call of 1,500 turns in Chromium'

/** More than 1,500 turns, of the sample calls. */
const LONG = 'conv_24014g0h5qmgnf7z1xtqvxjnc3mf'
const ROUNDS = 7
const STEPS = 80

const BARE = `<!doctype html><title>Bare</title><ol></ol><script>
let id = 0
const post = message => parent.postMessage({ jsonrpc: '2.0', ...message }, '*')
addEventListener('message', ({ data }) => {
  if (data.id === 1) post({ method: 'ui/notifications/initialized', params: {} })
  if (data.method === 'ui/notifications/tool-result') {
    const { conversation_id } = data.params.structuredContent
    post({ id: 2, method: 'tools/call', params: { name: 'view_conversation', arguments: { conversation_id } } })
  }
  if (data.id !== 2) return
  for (const { who, text = '', tool } of data.result.structuredContent.rows.slice(0, 50)) {
    const row = document.createElement('li')
    row.textContent = who + ': ' + (tool ? tool.name : text)
    document.querySelector('ol').append(row)
  }
})
post({ id: 1, method: 'ui/initialize', params: { protocolVersion: '2026-01-26', appInfo: { name: 'bare', version: '1' }, appCapabilities: {} } })
</script>`

export async function run() {
  if (CHROMIUM === null) return [skipped('views', 'there is no Chromium here')]
  const server = await startServer('2026-07-28', ['--demo', '--now', '2026-11-22T12:00:00Z', '--timezone', 'UTC'])
  const host = await startHost(server)
  host.pages.set('ui://bare', BARE)
  // In the process of the page, whose script time is told.
  const browser = await startBrowser(['--disable-features=IsolateSandboxedIframes'])
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 900 } })
    await page.goto(host.url)
    const times = { bare: [], view: [] }
    // The first ones find nothing prepared: they are not counted.
    for (let round = -2; round < ROUNDS; round += 1) {
      for (const [name, uri, row] of [
        ['bare', 'ui://bare', 'li'],
        ['view', 'ui://conversations/call', '.row .words'],
      ]) {
        const took = await firstRowsMs(page, uri, row)
        if (round >= 0) times[name].push(took)
      }
    }
    const { nodes, scripts } = await scroll(page)
    return [
      figure('first rows, against the bare page', median(times.view) / median(times.bare), {
        max: 1.5,
        digits: 2,
        unit: '×',
        how: `${Math.round(median(times.view))} ms, ${Math.round(median(times.bare))} ms`,
      }),
      figure('elements in the document, at most', nodes, { max: 400, unit: 'elements' }),
      figure('script in a frame while scrolling, median', median(scripts), { max: 2, digits: 2, unit: 'ms' }),
    ]
  } finally {
    await browser.close()
    await host.close()
    await server.close()
  }
}

/** From the answer of the tool to the first row on the page. */
async function firstRowsMs(page, uri, row) {
  await page.evaluate(own => window.host.open(own), { uri, width: 900 })
  const frame = page.frames().at(-1)
  const seen = frame.evaluate(
    selector =>
      new Promise(resolve => {
        const look = () => {
          if (document.querySelector(selector)) resolve(performance.timeOrigin + performance.now())
          else requestAnimationFrame(look)
        }
        look()
      }),
    row,
  )
  await page.evaluate(id => window.host.ask('get_conversation', { conversation_id: id }), LONG)
  return (await seen) - (await page.evaluate(() => window.host.answeredMs))
}

/** Through all of the call that the last view shows, screen by screen. */
async function scroll(page) {
  const frame = page.frames().at(-1)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const scriptMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * metrics.find(({ name }) => name === 'ScriptDuration').value
  }
  const scripts = []
  let nodes = 0
  for (let step = 0; step < STEPS; step += 1) {
    const before = await scriptMs()
    const count = await frame.evaluate(async share => {
      const list = document.querySelector('.transcript')
      list.scrollTop = list.scrollHeight * share
      await new Promise(requestAnimationFrame)
      await new Promise(requestAnimationFrame)
      return document.querySelectorAll('*').length
    }, step / STEPS)
    // Of two frames.
    scripts.push(((await scriptMs()) - before) / 2)
    nodes = Math.max(nodes, count)
  }
  return { nodes, scripts }
}
