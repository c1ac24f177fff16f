// @module-tag more
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SETTINGS, type Setting } from '../src/settings.ts'
import { TOOLS } from '../src/tools/index.ts'
import { run } from './support/built.ts'
import { ALL_RUNS } from './support/runs.ts'

/* scripts/docs.mjs, on a copy. */

// What the script bundles for itself, without a bundle.
vi.mock('../scripts/load.mjs', async () => ({
  ROOT: '',
  load: async () => ({
    ...(await import('@modelcontextprotocol/server')),
    ...(await import('zod/v4')),
    ...(await import('../src/analysis/define/groups.ts')),
    ...(await import('../src/analysis/define/metrics.ts')),
    ...(await import('../src/app.ts')),
    ...(await import('../src/config.ts')),
    ...(await import('../src/explain/facts/attributes.ts')),
    ...(await import('../src/http/settings.ts')),
    ...(await import('../src/server.ts')),
    ...(await import('../src/settings.ts')),
    ...(await import('../src/tools/index.ts')),
    ...(await import('../src/tools/params.ts')),
    ...(await import('../src/query/views/views.ts')),
    ...(await import('../src/triage/signals.ts')),
  }),
}))

const file = fileURLToPath(new URL('../scripts/docs.mjs', import.meta.url))
// @ts-expect-error: it is plain JavaScript
const { renew } = await import('../scripts/docs.mjs')

let folder: string
const path = (name: string) => join(folder, name)
async function docs(...args: string[]) {
  const said = { stdout: '', stderr: '' }
  const say = (line: string) => {
    said.stdout += `${line}\n`
  }
  const complain = (line: string) => {
    said.stderr += `${line}\n`
  }
  return { code: await renew(folder, { check: args.includes('--check'), say, complain }), ...said }
}
const SKILLS = ['weekly-report', 'why-do-calls-fail', 'review-a-call', 'compare-versions'].map(
  name => `skills/${name}/SKILL.md`,
)
const MARKED = ['tools', 'resources', 'prompts', 'settings'].map(
  name => `<!-- ${name}:start -->\nSTALE\n<!-- ${name}:end -->`,
)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conversations-mcp-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('says which marker is missing, and writes nothing', async () => {
  const readme = MARKED.slice(1).join('\n')
  await writeFile(path('README.md'), readme)
  expect(await docs()).toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      'README.md must have <!-- tools:start --> and, behind it, <!-- tools:end --> exactly once: the tools belong between them.\n',
  })
  expect(await readFile(path('README.md'), 'utf8')).toBe(readme)
})

test('writes what stands between the markers, and the reference', async () => {
  await writeFile(path('README.md'), `before\n${MARKED.join('\nbetween\n')}\nbehind\n`)
  expect(await docs()).toMatchObject({
    code: 0,
    stdout: ['README.md', 'docs/TOOLS.md', 'docs/MEASURES.md', 'docs/HTTP-SETTINGS.md', ...SKILLS]
      .map(name => `wrote ${name}\n`)
      .join(''),
    stderr: '',
  })
  const [readme, reference] = await Promise.all(
    ['README.md', 'docs/TOOLS.md'].map(name => readFile(path(name), 'utf8')),
  )
  expect(readme).toMatch(/^before\n<!-- tools:start -->\n\|[\s\S]*between[\s\S]*\n<!-- settings:end -->\nbehind\n$/)
  expect(readme).not.toContain('STALE')
  for (const { flag, env } of Object.values<Setting>(SETTINGS)) {
    expect(readme).toContain(`| \`${env}\` |`)
    if (flag) expect(readme).toContain(`| \`--${flag}`)
  }
  for (const { name, input } of TOOLS) {
    expect(readme).toMatch(new RegExp(`^[|] \`${name}\` [|] [A-Z].+[.?] [|]`, 'm'))
    const [, section] = reference!.split(`## ${name}\n`)
    for (const argument of Object.keys(input.shape)) expect(section).toContain(`\n| \`${argument}\` | `)
  }
  expect(readme).toMatch(/`conversation:\/\/\{conversation_id\}\/audio` \| .* \(with `--audio on`\) \|/)
  // Limits are those that are checked, not the fewer ones that clients are shown.
  expect(reference).toContain('| `page_size` | whole number | 1 to 100 | `30` |')
  expect(reference).toContain('| `tool_names` | list: text | 1 to 50 entries, each 1 to 500 characters |')
  expect(reference).toContain('| `conversation_id` | text | 1 to 200 characters | **required** |')
})

test('--check is content with what was written, and shows what differs', async () => {
  expect(await docs('--check')).toEqual({ code: 0, stdout: '', stderr: '' })
  const before = await readFile(path('README.md'), 'utf8')
  const changed = before.replace('| `--concurrency N` |', '| `--parallel N` |')
  await writeFile(path('README.md'), changed)
  await rm(path('docs'), { recursive: true })
  const { code, stdout, stderr } = await docs('--check')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(
    /^README\.md is out of date from line \d+ on:\n- \| `--parallel N` .*\n\+ \| `--concurrency N` /,
  )
  expect(stderr).toContain(
    '\ndocs/TOOLS.md is missing.\ndocs/MEASURES.md is missing.\ndocs/HTTP-SETTINGS.md is missing.\n`npm run docs` writes them anew.\n',
  )
  expect(await readFile(path('README.md'), 'utf8')).toBe(changed)
})

// The bundle alone takes as long as all tests of this file; `npm run docs:check` runs it in the pipeline, too.
test.runIf(ALL_RUNS)('as a command it says the same', async () => {
  const { code, stderr } = await run(['--check', folder], { file })
  expect({ code, stderr }).toEqual({ code: 1, stderr: (await docs('--check')).stderr })
})
