// Runs the official conformance suite against the HTTP server with the fixture, and the Inspector in strict mode against
// the server as it is: node test/conformance/run.mjs
// Both need Node 22 or later and are fetched by npx, at fixed versions; CONFORMANCE and INSPECTOR name commands of one's own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { load } from '../../scripts/load.mjs'

const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12'
const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0'
const fetched = name => ['npx', '-y', '-p', 'node@24', '-p', name]
const suite = process.env.CONFORMANCE?.split(' ') ?? [...fetched(SUITE), 'conformance']
const inspector = process.env.INSPECTOR?.split(' ') ?? [...fetched(INSPECTOR), 'mcp-inspector']

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

async function run([command, ...args], stdout = 'inherit') {
  const [code] = await once(spawn(command, args, { stdio: ['ignore', stdout, 'inherit'] }), 'exit')
  return code === 0
}
const conforms = (...options) => run([...suite, 'server', '--url', `${server.url}/mcp`, ...options])
/** It tells of schemas that some client or model would not take, and fails where one is an error. */
const isPortable = (...target) =>
  run([...inspector, '--cli', '--strict', '--method', 'tools/list', ...target], 'ignore')

console.log('\n-- 2026-07-28, all that the revision requires')
const modern = await conforms('--requirements', '2026-07-28')
console.log('\n-- 2025-11-25, against the baseline')
const baseline = fileURLToPath(new URL('baseline-2025-11-25.yml', import.meta.url))
const old = await conforms('--requirements', '2025-11-25', '--expected-failures', baseline)
await server.close()
console.log('\n-- Inspector, strict: the tools of both eras over HTTP')
const plain = await startHttp(app, config)
const overHttp = ['--transport', 'http', '--server-url', `${plain.url}/mcp`]
let portable = true
for (const era of ['modern', 'legacy']) portable = (await isPortable(...overHttp, '--protocol-era', era)) && portable
await plain.close()
await app.close()
const said = passed => (passed ? 'passed' : 'FAILED')
console.log(`\nConformance: 2026-07-28 ${said(modern)}, 2025-11-25 ${said(old)}, Inspector ${said(portable)}`)
process.exitCode = modern && old && portable ? 0 : 1
