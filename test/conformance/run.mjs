// Runs the official conformance suite against the HTTP server with the fixture: node test/conformance/run.mjs
// The suite needs Node 22 or later and is fetched by npx, at a fixed version; CONFORMANCE names a command of one's own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { load } from '../../scripts/load.mjs'

const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12'
const COMMAND = process.env.CONFORMANCE?.split(' ') ?? ['npx', '-y', '-p', 'node@24', '-p', SUITE, 'conformance']

const { createApp, createFixture, readConfig, readHttpConfig, startHttp } = await load(`
  export { createApp } from './src/app.ts'
  export { readConfig } from './src/config.ts'
  export { readHttpConfig } from './src/http/config.ts'
  export { startHttp } from './src/http/serve.ts'
  export { createFixture } from './test/conformance/fixture.ts'
`)

const app = createApp(readConfig({ demo: 'on', logLevel: 'error' }, {}))
// Its lines would stand between those of the report.
app.log.audit = () => {}
const config = readHttpConfig({ port: '0', rateLimit: '1000000' }, {})
const server = await startHttp(app, config, {}, createFixture)

async function run(...options) {
  const [command, ...first] = COMMAND
  const child = spawn(command, [...first, 'server', '--url', `${server.url}/mcp`, ...options], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  return code
}

console.log('\n-- 2026-07-28, all that the revision requires')
const modern = await run('--requirements', '2026-07-28')
console.log('\n-- 2025-11-25, against the baseline')
const baseline = fileURLToPath(new URL('baseline-2025-11-25.yml', import.meta.url))
const old = await run('--requirements', '2025-11-25', '--expected-failures', baseline)
await server.close()
await app.close()
console.log(
  `\nConformance: 2026-07-28 ${modern === 0 ? 'passed' : 'FAILED'}, 2025-11-25 ${old === 0 ? 'passed' : 'FAILED'}`,
)
process.exitCode = modern === 0 && old === 0 ? 0 : 1
