// Says whether this state can be released: every place that names a version names that of package.json. Publishes nothing.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { unpackExtension } from '@anthropic-ai/mcpb'
import { bundle } from './bundle.mjs'

const execute = promisify(execFile)

/**
 * @param {string} root - the project's folder, built
 * @returns {Promise<{ version: string, problems: string[] }>}
 */
export async function checkRelease(root) {
  const read = name => readFile(join(root, name), 'utf8')
  const described = JSON.parse(await read('package.json'))
  const { version } = described
  const problems = []
  const mustBe = (where, found) => {
    if (found !== version) problems.push(`${where}: ${found ?? 'no version'} instead of ${version}.`)
  }
  if (!/^\d+\.\d+\.\d+$/.test(version)) problems.push(`package.json: ${version} is not a version such as 1.2.3.`)
  const lock = JSON.parse(await read('package-lock.json'))
  mustBe('package-lock.json (run npm install)', lock.version)
  mustBe('package-lock.json, packages (run npm install)', lock.packages[''].version)
  for (const plugin of ['.claude-plugin/plugin.json', 'gemini-extension.json']) {
    mustBe(plugin, JSON.parse(await read(plugin)).version)
  }
  problems.push(...checkChangelog(await read('CHANGELOG.md'), version))
  const { name, version: listed, packages } = JSON.parse(await read('server.json'))
  mustBe('server.json (run npm run listing)', listed)
  for (const { identifier, version: packed } of packages)
    mustBe(`server.json, ${identifier} (run npm run listing)`, packed)
  if (name !== described.mcpName) {
    problems.push(`server.json: the name is ${name}, but mcpName in package.json is ${described.mcpName}.`)
  }
  const folder = await mkdtemp(join(tmpdir(), 'conversations-mcp-'))
  try {
    // What people get: an old build would show here.
    await unpackExtension({ mcpbPath: await bundle(folder, root), outputDir: join(folder, 'bundle'), silent: true })
    const manifest = JSON.parse(await readFile(join(folder, 'bundle/manifest.json'), 'utf8'))
    mustBe('manifest.json of the bundle', manifest.version)
    const server = join(folder, 'bundle', manifest.server.entry_point)
    const { stdout } = await execute(process.execPath, [server, '--version'])
    mustBe('the built server (run npm run build)', stdout.trim())
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return { version, problems }
}

/** The newest release in the changelog is this one, dated, and nothing waits above it. */
export function checkChangelog(text, version) {
  const [unreleased, ...releases] = text.split(/^## /m).slice(1)
  if (!unreleased?.startsWith('[Unreleased]')) return ['CHANGELOG.md: the first section must be [Unreleased].']
  const problems = []
  if (/^- /m.test(unreleased)) problems.push(`CHANGELOG.md: move what is under [Unreleased] to [${version}].`)
  const [title] = releases[0]?.split('\n') ?? []
  if (!title?.startsWith(`[${version}] - `) || !/ - \d{4}-\d\d-\d\d$/.test(title)) {
    problems.push(`CHANGELOG.md: the section below [Unreleased] must be "[${version}] - YYYY-MM-DD".`)
  }
  return problems
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { version, problems } = await checkRelease(fileURLToPath(new URL('..', import.meta.url)))
  for (const problem of problems) console.log(`FAIL  ${problem}`)
  console.log(problems.length === 0 ? `${version} can be released.` : `${version} cannot be released yet.`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
