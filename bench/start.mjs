// Start-up: from spawning the process to its first response line, beside a one-tool server of the same SDK.
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundle, ROOT, SERVER, TEMP } from './support/build.mjs'
import { cleanEnv, DISCOVER, firstLineMs, INITIALIZE, lifetimeMs } from './support/process.mjs'
import { figure, median, skipped } from './support/report.mjs'

const SHIM = 'bin/conversations-mcp.cjs'
const LIMIT = 1.15

export const title =
  'start: spawn → first response line (medians of interleaved rounds; baseline: a server of one tool)'

export async function run() {
  const oneTool = await bundle('bench/one-tool.ts', 'one-tool/dist/main.js')
  return [...(await plain(process.execPath, oneTool, 31)), ...(await newer(oneTool))]
}

/** Every subject once a round, in an order that turns; answers the medians. */
async function interleave(rounds, subjects) {
  const times = subjects.map(() => [])
  for (let round = -1; round < rounds; round += 1) {
    for (let step = 0; step < subjects.length; step += 1) {
      const at = (step + round + 1) % subjects.length
      const ms = await subjects[at]()
      // The first round only warms the file cache.
      if (round >= 0) times[at].push(ms)
    }
  }
  return times.map(median)
}

async function plain(node, oneTool, rounds) {
  const [ours, theirs, oursDiscover, theirsDiscover, bare] = await interleave(rounds, [
    () => firstLineMs(node, [SERVER], { input: INITIALIZE }),
    () => firstLineMs(node, [oneTool], { input: INITIALIZE }),
    () => firstLineMs(node, [SERVER], { input: DISCOVER }),
    () => firstLineMs(node, [oneTool], { input: DISCOVER }),
    () => lifetimeMs(node, ['-e', '0']),
  ])
  const name = await version(node)
  return [
    ratio(`${name}, initialize`, ours, theirs, rounds),
    ratio(`${name}, server/discover`, oursDiscover, theirsDiscover, rounds),
    figure(`${name}, initialize ÷ bare node`, ours / bare, {
      digits: 2,
      how: `${ms(ours)} ÷ ${ms(bare)} (\`node -e 0\` until it has ended)`,
    }),
  ]
}

/** Node 24 as it is, and through the command's shim with compiled code kept from an earlier start. */
async function newer(oneTool) {
  const node = await findNewerNode()
  if (node === null) return [skipped('Node 24', 'no Node ≥ 22.8 here, and `npx -p node@24` cannot get one')]
  const shims = [ROOT, join(TEMP, 'one-tool')].map(folder => join(folder, SHIM))
  mkdirSync(join(TEMP, 'one-tool/bin'), { recursive: true })
  copyFileSync(shims[0], shims[1])
  writeFileSync(join(TEMP, 'one-tool/package.json'), '{"type":"module"}')
  const env = { NODE_COMPILE_CACHE: join(TEMP, 'compile-cache') }
  // The cache is written when a process ends by itself.
  for (const shim of shims) await firstLineMs(node, [shim], { input: INITIALIZE, env, endCleanly: true })
  if (readdirSync(env.NODE_COMPILE_CACHE).length === 0) throw new Error('the compile cache was not written')
  const rounds = 21
  const [ours, theirs, cold] = await interleave(rounds, [
    () => firstLineMs(node, [shims[0]], { input: INITIALIZE, env }),
    () => firstLineMs(node, [shims[1]], { input: INITIALIZE, env }),
    () => firstLineMs(node, [oneTool], { input: INITIALIZE }),
  ])
  const name = await version(node)
  return [
    ...(node === process.execPath ? [] : await plain(node, oneTool, rounds)),
    ratio(`${name}, shim with warm cache, both`, ours, theirs, rounds),
    figure(`${name}, shim with warm cache ÷ one tool without`, ours / cold, {
      digits: 2,
      how: `${ms(ours)} ÷ ${ms(cold)}`,
    }),
  ]
}

const ms = value => `${value.toFixed(0)} ms`

const ratio = (what, ours, theirs, rounds) =>
  figure(what, ours / theirs, { max: LIMIT, digits: 2, how: `${ms(ours)} ÷ ${ms(theirs)}, ${rounds} rounds` })

const execute = promisify(execFile)
const ask = async (command, args) => (await execute(command, args, { env: cleanEnv(), timeout: 60_000 })).stdout.trim()
const version = async node =>
  `Node ${(await ask(node, ['-p', 'process.versions.node'])).split('.').slice(0, 2).join('.')}`

async function findNewerNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 8)) return process.execPath
  try {
    return await ask('npx', ['--yes', '-p', 'node@24', 'node', '-p', 'process.execPath'])
  } catch {
    return null
  }
}
