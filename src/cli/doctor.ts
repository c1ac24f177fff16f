import { withDeadline } from '../api/abort.ts'
import { checkKey } from '../api-key.ts'
import type { App } from '../app.ts'
import { DEFAULT_URL } from '../config.ts'
import { computerZone } from '../domain/zone.ts'
import { errorAnswer } from '../error-answer.ts'
import type { ConfigurationError } from '../errors.ts'
import { quote } from '../render/quote.ts'
import { plural } from '../render/text.ts'
import { VERSION } from '../version.ts'
import { type Check, checkDisk } from './doctor-disk.ts'

/** For one answer of the API. */
const CHECK_MS = 20_000

/**
 * Checks settings, API, SQLite, archive and export folder, from the nearest to the farthest.
 * @returns lines for a person, and whether all is well
 */
export async function doctor(app: App): Promise<{ lines: string[]; well: boolean }> {
  const { config } = app
  const lines = [
    `conversations-mcp ${VERSION} on Node.js ${process.versions.node} (${process.platform} ${process.arch})`,
    `ok    time zone for dates: ${config.timezone ?? `${computerZone()} (the computer's)`}`,
  ]
  const isDemo = config.demo || config.dataFile !== undefined
  lines.push(
    isDemo
      ? `ok    serving ${config.demo ? 'sample calls' : 'the calls of a file'}: no API key needed`
      : config.apiKey === undefined
        ? 'FAIL  no API key: set ELEVENLABS_API_KEY, or ELEVENLABS_API_KEY_FILE to a file that contains it'
        : keyLine(config.apiKey),
  )
  if (!isDemo) lines.push(`ok    API address: ${config.baseUrl ?? DEFAULT_URL}`)
  let well = !lines.some(line => line.startsWith('FAIL'))
  const { source, signal } = await app.toolContext(new AbortController().signal)
  const check: Check = async (what, run) => {
    try {
      lines.push(`ok    ${what}: ${await withDeadline(CHECK_MS, signal, run)}`)
    } catch (error) {
      well = false
      lines.push(`FAIL  ${what}: ${errorAnswer(error, app, signal)}`)
    }
  }
  if (well) {
    await check('conversations', async own => {
      const started = performance.now()
      const { items } = await source.list({}, { pageSize: 1 }, own)
      const time = Math.round(performance.now() - started)
      return items.length > 0 ? `readable, answered in ${time} ms` : `readable, but there are none yet (${time} ms)`
    })
    // Without a connection everything else fails for the same reason.
    if (well)
      await check('agents', async own => {
        const agents = await source.agents(own)
        return `${plural(agents.length, 'agent')}${agents.length > 0 ? `, for example ${quote(agents[0]!.name)}` : ''}`
      })
  }
  await checkDisk(app, check, well)
  lines.push(`ok    recordings: ${config.audio ? 'clients may read them' : 'off (enable with --audio on)'}`)
  lines.push(well ? 'All checks passed.' : 'Fix the FAIL items and run doctor again.')
  return { lines, well }
}

function keyLine(apiKey: string): string {
  try {
    checkKey(apiKey)
    return `ok    an API key is set (${plural(apiKey.length, 'character')})`
  } catch (error) {
    return `FAIL  ${(error as ConfigurationError).message}`
  }
}
