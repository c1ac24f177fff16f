// What `npm install` of the package puts into an empty folder.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ROOT, TEMP } from './support/build.mjs'
import { cleanEnv, firstLineMs, INITIALIZE } from './support/process.mjs'
import { figure } from './support/report.mjs'

const MB = 1_000_000

export const title = 'package: npm pack, installed into an empty folder'

export async function run() {
  // The build is fresh; scripts would only repeat it.
  const packed = JSON.parse(await npm(ROOT, 'pack', '--json', '--ignore-scripts', '--pack-destination', TEMP))
  const { filename, size } = Array.isArray(packed) ? packed[0] : Object.values(packed)[0]
  const whole = await install('install', filename)
  const download = `${(size / MB).toFixed(2)} MB to download, without dependencies`
  return [
    figure('packed', size / MB, { max: 1, digits: 2, unit: 'MB', how: 'what is downloaded, without dependencies' }),
    figure('installed', whole.bytes / MB, {
      max: 4,
      digits: 2,
      unit: 'MB',
      how: `the server in it answers; ${download}`,
    }),
    figure('packages', whole.packages, { how: whole.names }),
  ]
}

async function install(name, filename, ...options) {
  const folder = join(TEMP, name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  await npm(folder, 'install', '--no-audit', '--no-fund', ...options, join(TEMP, filename))
  const installed = join(folder, 'node_modules')
  // An installation that does not answer has no size worth telling.
  const shim = join(installed, 'conversations-mcp/bin/conversations-mcp.cjs')
  await firstLineMs(process.execPath, [shim], { input: INITIALIZE })
  const { packages } = JSON.parse(readFileSync(join(installed, '.package-lock.json'), 'utf8'))
  // The lock also lists optional packages for other platforms, which are not there.
  const there = Object.keys(packages).filter(path => existsSync(join(folder, path)))
  const names = there.map(path => path.replace(/^.*node_modules\//, '')).join(', ')
  return { bytes: folderBytes(installed), packages: there.length, names }
}

const execute = promisify(execFile)
const npm = async (cwd, ...args) => (await execute('npm', args, { cwd, env: cleanEnv(), timeout: 120_000 })).stdout

const folderBytes = folder =>
  readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    return sum + (entry.isDirectory() ? folderBytes(path) : entry.isFile() ? statSync(path).size : 0)
  }, 0)
