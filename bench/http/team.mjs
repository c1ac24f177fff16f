// The built server for a team, over an archive that was read just now.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants, copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bundle, ROOT, SERVER, TEMP } from '../support/build.mjs'
import { cleanEnv, runBundle } from '../support/process.mjs'

export const KEY = 'bench-key'

/** A folder with a copy of the archive, of which nothing has to be read from that API. */
export async function dataFolder(archive, apiUrl) {
  const dataDir = mkdtempSync(join(TEMP, 'team-'))
  const path = await archiveIn(dataDir, apiUrl)
  mkdirSync(dirname(path), { recursive: true })
  copyFileSync(archive, path, constants.COPYFILE_FICLONE)
  await runBundle(await bundle('bench/http/prepare.ts', 'prepare.mjs'), [path, KEY], ROOT)
  return dataDir
}

/** Where the archive of calls of that API is. */
export async function archiveIn(dataDir, apiUrl) {
  const { archivePath } = await import(await bundle('src/archive/place/files.ts', 'files.mjs'))
  return archivePath({ dataDir, host: new URL(apiUrl).host, profile: 'default' })
}

/** @param settings of `conversations-mcp http`, in the environment */
export async function startTeam({ dataDir, apiUrl, port, settings }) {
  const env = cleanEnv({
    ...{ ELEVENLABS_BASE_URL: apiUrl, ELEVENLABS_API_KEY: KEY, CONVERSATIONS_MCP_DATA_DIR: dataDir },
    ...{ CONVERSATIONS_MCP_HTTP_PORT: String(port), CONVERSATIONS_MCP_LOG_LEVEL: 'error', ...settings },
  })
  // Into a file: this process has other things to do than to read a line for each answer.
  const log = join(dataDir, `log-${port}`)
  const child = spawn(process.execPath, [SERVER, 'http'], { env, stdio: ['ignore', 'ignore', openSync(log, 'w')] })
  const said = () => readFileSync(log, 'utf8').slice(-2_000)
  while (!said().includes('Serving MCP at')) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said()}`)
    await sleep(50)
  }
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    pid: child.pid,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const [code] = await ended
      if (code !== 0) throw new Error(`the server ended with ${code}: ${said()}`)
    },
  }
}

/** The address stands in tokens before the server starts. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise(resolve => server.close(resolve))
  return port
}
