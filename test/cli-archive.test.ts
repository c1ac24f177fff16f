import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openArchive } from '../src/archive/archive.ts'
import { failureOfTarget, movedAway, newerArchive } from '../src/archive/failures.ts'
import { explainFailure as ofServer, oldServer } from '../src/archive/postgres/failures.ts'
import { explainFailure as ofFile } from '../src/archive/sqlite/failures.ts'
import { copyTarget } from '../src/cli/copy-target.ts'
import { copyWords, syncWords } from '../src/cli/progress-bar.ts'
import { type DemoServer, startDemoServer } from '../src/demo/server.ts'
import { ArchiveError } from '../src/errors.ts'
import type { Progress } from '../src/mirror/mirror.ts'
import { serveRaw, start } from './support/built.ts'
import { command } from './support/command.ts'
import { MORE } from './support/runs.ts'
import { smallWorld } from './support/small-world.ts'
import { API_KEY, NOW } from './support/world.ts'

/* `sync` and `archive`, one after the other on one archive; with the built file, what only a process shows. */

const folder = mkdtempSync(join(tmpdir(), 'conversations-mcp-test-'))
let api: DemoServer
beforeAll(async () => {
  api = await startDemoServer({ world: smallWorld, apiKey: API_KEY, now: () => NOW * 1000 })
})
afterAll(async () => {
  await api.close()
  rmSync(folder, { recursive: true, force: true })
})

const env = () => ({ ELEVENLABS_API_KEY: API_KEY, ELEVENLABS_BASE_URL: api.url, CONVERSATIONS_MCP_TIMEZONE: 'UTC' })
const archive = (...args: string[]) => command([...args, '--data-dir', folder], { env: env() })
/** What does not change from run to run. */
const stable = ({ code, stdout, stderr }: Awaited<ReturnType<typeof command>>): string =>
  `${code} ${stdout}${stderr}`
    .replaceAll(folder, 'FOLDER')
    .replace(/127_0_0_1[^/ ]*/g, 'HOST')
    .replace(/\(schema \w+\)/, '(SCHEMA)')
    .replace(/last synced: .*/, 'last synced: MOMENT')
    .replace(/\d+\.\d MB/g, 'N MB')
    .trim()

test('from nothing to an archive, and to nothing again', async () => {
  const lines: string[] = []
  const say = async (...args: string[]) => {
    lines.push(`$ ${args.join(' ')}`, stable(await archive(...args)))
  }
  await say('archive', 'path')
  await say('archive', 'status')
  await say('sync', '--since', '2026-09-01', '--lists-only')
  await say('sync', '--since', '2026-09-01')
  await say('sync', '--since', '2026-09-01')
  await say('archive', 'status')
  await say('archive', 'prune', '--before', '2026-10-02')
  await say('archive', 'vacuum')
  const path = (await archive('archive', 'path')).stdout.trim()
  expect(statSync(path).mode & 0o077).toBe(0)
  await say('archive', 'delete')
  expect(existsSync(path)).toBe(true)
  await say('archive', 'delete', '--yes')
  expect(existsSync(path)).toBe(false)
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "$ archive path
    0 FOLDER/HOST/default.sqlite
    $ archive status
    0 FOLDER/HOST/default.sqlite
    There is no archive yet. The first request that needs it creates it, or run: conversations-mcp sync --since 90d
    $ sync --since 2026-09-01 --lists-only
    0 Archived, from 2026-09-01 00:00, UTC: 11 calls, list data only; 1 request.
    $ sync --since 2026-09-01
    0 Archived, from 2026-09-01 00:00, UTC: 11 calls, 11 of 11 transcripts; 11 requests.
    $ sync --since 2026-09-01
    0 Archived, from 2026-09-01 00:00, UTC: 11 calls, 11 of 11 transcripts; 0 requests.
    $ archive status
    0 FOLDER/HOST/default.sqlite
    13 calls, 11 with transcripts; 0 deleted upstream; N MB
    started between 2026-10-01 12:00 UTC and 2026-10-01 21:00 UTC
    last synced: MOMENT
    integrity check: OK
    $ archive prune --before 2026-10-02
    0 Removed 11 calls that started before 2026-10-02 00:00 UTC and 2 calls whose start is unknown. Run "archive vacuum" to reclaim disk space.
    $ archive vacuum
    0 N MB before, N MB after.
    $ archive delete
    2 error: This deletes FOLDER/HOST/default.sqlite. Confirm with --yes.
    $ archive delete --yes
    0 Deleted FOLDER/HOST/default.sqlite."
  `)
})

test('what is wrong is said', async () => {
  const lines: string[] = []
  for (const args of [
    ['sync', '--since', 'someday'],
    ['sync', '--agent-id', 'zebra'],
    ['archive', 'prune'],
    ['archive', 'frobnicate'],
    ['archive', 'status', '--archive', 'off'],
    ['sync', '--archive', 'off'],
  ]) {
    lines.push(`$ ${args.join(' ')}`, stable(await archive(...args)).slice(0, 300))
  }
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "$ sync --since someday
    2 error: after: "someday" is not a recognized time. Accepted: a date (2026-10-05) or date-time (2026-10-05T14:30, plus Z or +02:00 if it is not local time); a month, quarter, ISO week or year (2026-10, 2026-Q4, 2026-W41, 2026); now, today, yesterday, tomorrow, monday, last monday; this, last or prev
    $ sync --agent-id zebra
    2 error: No agent is named "zebra". Agents: "Support" (agent_support), "Billing" (agent_billing), "Old Billing" (agent_old, archived).
    $ archive prune
    2 error: required option '--before <date>' not specified
    $ archive frobnicate
    2 error: unknown command 'frobnicate'
    $ archive status --archive off
    0 FOLDER/HOST/default.sqlite
    There is no archive yet. The first request that needs it creates it, or run: conversations-mcp sync --since 90d
    $ sync --archive off
    1 error: This needs the archive, which is off (--archive off). Start the server without that setting. Without an archive, list_conversations, get_conversation and search_conversations with mode fuzzy or semantic still work."
  `)
})

test('a copy is made, once, and told of; no password is repeated', async () => {
  const lines: string[] = []
  const say = async (...args: string[]) => {
    const shown = args.map(arg => arg.replace(folder, 'FOLDER').replace(':s3cret', ''))
    lines.push(`$ ${shown.join(' ')}`, stable(await archive(...args)).replace(/[0-9a-f]{64}/, 'DIGEST'))
  }
  const copy = join(folder, 'copied', 'calls.sqlite')
  await say('archive', 'copy')
  await say('archive', 'copy', '--to', copy)
  await archive('sync', '--since', '2026-09-01')
  await say('archive', 'copy', '--to', copy)
  await say('archive', 'copy', '--to', copy)
  await say('archive', 'copy', '--to', 'file')
  await say('archive', 'copy', '--to', 'postgres://ada:s3cret@db.example/calls')
  await say('archive', 'copy', '--to', 'mysql://ada:s3cret@db.example/calls')
  await say('archive', 'copy', '--to', 'file:///calls.sqlite')
  await say('archive', 'copy', '--to', ' ')
  await say('archive', 'copy', '--to', '%APPDATA%\\calls.sqlite')
  await say('archive', 'copy', '--to', copy, '--demo')
  await archive('archive', 'delete', '--yes')
  expect(lines.join('\n')).not.toContain(':s3cret')
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "$ archive copy
    2 error: required option '--to <place>' not specified
    $ archive copy --to FOLDER/copied/calls.sqlite
    2 error: There is no archive at FOLDER/HOST/default.sqlite.
    $ archive copy --to FOLDER/copied/calls.sqlite
    0 Copied FOLDER/HOST/default.sqlite to FOLDER/copied/calls.sqlite: 13 calls, 11 with transcripts; 13 written by this run.
    Verified: both hold the same number of rows in every table, and each call is the same in both (SHA-256 of all: DIGEST).
    The original is unchanged. To use the copy, start with the settings that lead to it (--store, --data-dir, --profile).
    $ archive copy --to FOLDER/copied/calls.sqlite
    1 error: The archive FOLDER/copied/calls.sqlite is this archive, or a complete copy of it; nothing was copied. Copy into an empty one: another profile, file or database, or remove that one first with "conversations-mcp archive delete" and the settings that lead to it.
    $ archive copy --to file
    1 error: The archive FOLDER/HOST/default.sqlite is this archive, or a complete copy of it; nothing was copied. Copy into an empty one: another profile, file or database, or remove that one first with "conversations-mcp archive delete" and the settings that lead to it.
    $ archive copy --to postgres://ada@db.example/calls
    2 error: --to takes a URL without a password, because other users of this computer can read command lines. Give the password as PGPASSWORD or in a password file (~/.pgpass).
    $ archive copy --to mysql://ada@db.example/calls
    2 error: --to takes the URL of one PostgreSQL database, such as postgres://user@host:5432/database, the path of a file, or "file" for the usual one. Percent-encode special characters in it ("@" is %40, "/" is %2F, "#" is %23, "?" is %3F, "%" is %25).
    $ archive copy --to file:///calls.sqlite
    2 error: --to takes the URL of one PostgreSQL database, such as postgres://user@host:5432/database, the path of a file, or "file" for the usual one. Percent-encode special characters in it ("@" is %40, "/" is %2F, "#" is %23, "?" is %3F, "%" is %25).
    $ archive copy --to  
    2 error: --to is empty; it takes the URL of one PostgreSQL database, such as postgres://user@host:5432/database, the path of a file, or "file" for the usual one.
    $ archive copy --to %APPDATA%\\calls.sqlite
    2 error: --to is "%APPDATA%\\calls.sqlite"; it must be written out in full: variables are not expanded here, nor quotation marks removed.
    $ archive copy --to FOLDER/copied/calls.sqlite --demo
    2 error: Sample calls and calls of a file are archived only while a command runs."
  `)
  const copied = await openArchive(copy)
  expect(await copied.status()).toMatchObject({ calls: 13, withDetail: 11 })
  await copied.close()
})

test('a sync that is interrupted keeps what it read, and the next one resumes', MORE, async () => {
  let asked = 0
  api.faults.always(({ pathname }) => /conversations\/conv_/.test(pathname) && ++asked > 3, { delayMs: 3_600_000 })
  const first = start(['sync', '--since', '2026-09-01', '--data-dir', folder, '--concurrency', '2'], { env: env() })
  const path = (await archive('archive', 'path')).stdout.trim()
  const kept = async () => {
    const file = existsSync(path) ? await openArchive(path) : undefined
    const status = await file?.status()
    await file?.close()
    return status?.withDetail ?? 0
  }
  await expect.poll(kept).toBeGreaterThan(0)
  first.child.kill('SIGINT')
  const { code, stderr } = await first.ended
  expect([code, stderr]).toEqual([1, 'Stopped. What was synced is kept; the next run resumes.\n'])
  api.faults.clear()
  const requests = api.requests.length
  expect((await archive('sync', '--since', '2026-09-01')).stdout).toContain('11 of 11 transcripts')
  const again = api.requests.slice(requests).filter(({ path }) => /conv_\w+$/.test(path)).length
  expect(again).toBeLessThan(11)
})

test('a server that keeps fresh reads the calls of the last days without being asked', MORE, async () => {
  const dataDir = join(folder, 'fresh')
  const server = await serveRaw('2025', ['--keep-fresh', '1m', '--data-dir', dataDir], { env: env() })
  const before = api.requests.length
  const lists = () => api.requests.slice(before).filter(({ path }) => path.endsWith('/conversations'))
  while (lists().length === 0) await new Promise(resolve => setTimeout(resolve, 20))
  const [week] = lists()[0]!.query.call_start_after_unix!
  expect(Number(week)).toBeGreaterThan(Date.now() / 1000 - 8 * 86_400)
  server.child.stdin.end()
  expect(await server.ended).toMatchObject({ code: 0, stderr: '' })
})

test.each([
  [{ phase: 'lists', done: 1200, total: null, ratePerSec: null, secsLeft: null }, '1,200 listed'],
  [{ phase: 'lists', done: 300, total: null, ratePerSec: 250, secsLeft: 61.2 }, '300 listed · 250/s · 1:02 left'],
  [
    { phase: 'details', done: 12, total: 800, ratePerSec: 8.04, secsLeft: 98 },
    '12 of 800 list entries and transcripts synced · 8.0/s · 1:38 left',
  ],
] as [Progress, string][])('progress in words: %j', (progress, words) => {
  expect(syncWords(progress)).toBe(words)
})

test('a copy in words', () => {
  expect(copyWords({ phase: 'copy', done: 1200, total: 9000 })).toBe('1,200 of 9,000 calls copied')
  expect(copyWords({ phase: 'verify', done: 1, total: 9000 })).toBe('1 of 9,000 calls compared once more')
})

test('where no copy can be made, the advice is about --to', async () => {
  await archive('sync', '--since', '2026-09-01', '--lists-only')
  const [text, aFolder, link] = ['text.sqlite', 'folder.sqlite', 'link.sqlite'].map(name => join(folder, name))
  writeFileSync(text!, 'no database, but more than a hundred bytes long. '.repeat(30))
  mkdirSync(aFolder!)
  symlinkSync(text!, link!)
  const said: string[] = []
  for (const to of [text!, aFolder!, link!, join(text!, 'below.sqlite'), 'postgres://ada@127.0.0.1:1/calls'])
    said.push(stable(await archive('archive', 'copy', '--to', to)))
  expect(said.join('\n')).toMatchInlineSnapshot(`
    "1 error: --to: FOLDER/text.sqlite is not a database. Move that file away, or name another place with --to.
    1 error: --to: FOLDER/folder.sqlite is a directory, not a file. Move that directory away, or name another place with --to.
    1 error: --to: FOLDER/link.sqlite is a symbolic link, which the archive does not follow. Remove the link, or name another place with --to.
    1 error: --to: FOLDER/text.sqlite/below.sqlite cannot be created: part of its path is not a directory. Correct the path, or name another place with --to.
    1 error: --to: postgres://ada@127.0.0.1:1/calls (SCHEMA) cannot be reached: nothing accepts connections at that address. Check that the server runs and that --to is right, then repeat the request."
  `)
})

test.each([
  ...[5, 8, 10, 11, 13, 14, 26].map(errcode => ofFile({ errcode }, '/there')),
  ...['ENOTDIR', 'EISDIR', 'EACCES'].map(code => ofFile({ code }, '/there')),
  ...['ECONNREFUSED', '28P01', '3D000', '25006', 'XX001', '53100'].map(code =>
    ofServer({ code, message: '' }, '/there'),
  ),
  ...[oldServer('/there', '14'), movedAway('/there'), newerArchive('/there', ['9-future'])],
])('the place of a copy has no settings of its own, and must not lead to the original: %s', failure => {
  const told = failureOfTarget(failure, '/here') as Error
  expect(told).toBeInstanceOf(ArchiveError)
  expect(told.message).toMatch(/^--to: \/there [a-z].*\. [A-Z].*\.$/)
  expect(told.message).not.toMatch(/--(store|data-dir)|archive delete|live API|_MCP_/)
  expect(failureOfTarget(failure, '/there')).toBe(failure)
})

test('a copy is made in the home folder, where no shell has put it in place of the tilde', () => {
  expect(copyTarget('~/calls.sqlite')).toBe(join(homedir(), 'calls.sqlite'))
  expect(copyTarget('calls.sqlite')).toBe(join(process.cwd(), 'calls.sqlite'))
  // biome-ignore lint/suspicious/noTemplateCurlyInString: nothing expands it
  for (const unread of ['${HOME}/calls.sqlite', '$HOME/calls.sqlite', '"calls.sqlite"'])
    expect(() => copyTarget(unread)).toThrow('--to is')
})
