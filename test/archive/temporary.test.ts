import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { removeTemporary, temporaryArchive } from '../../src/archive/place/temporary.ts'
import { start } from '../support/built.ts'
import { MORE } from '../support/runs.ts'
import { newFolder } from './mirror.ts'

let folder: string
beforeEach(() => {
  folder = newFolder()
  vi.stubEnv('TMPDIR', folder)
  return () => vi.unstubAllEnvs()
})

/** A folder such as a process leaves behind that was killed. */
function leftBehind(name: string, secondsAgo: number, content?: string): string {
  const path = join(folder, `conversations-mcp-calls-${name}`)
  mkdirSync(path)
  if (content !== undefined) writeFileSync(join(path, 'archive.sqlite'), content)
  age(path, secondsAgo)
  return path
}

/** By the clock of the disk, as the product sees it. */
function age(path: string, secondsAgo: number): void {
  const then = statSync(folder).mtimeMs / 1000 - secondsAgo
  utimesSync(path, then, then)
}

test('what killed processes left behind goes; what is in use stays, however old', async () => {
  const used = temporaryArchive()
  const archive = await openArchive(used)
  await archive.setNote('a', 'b')
  const killed = leftBehind('killed', 0)
  for (const file of readdirSync(dirname(used))) copyFileSync(join(dirname(used), file), join(killed, file))
  for (const path of [killed, dirname(used)]) age(path, 70)
  const gone = [killed, leftBehind('damaged', 70, 'what people said'), leftBehind('empty', 70)]
  const opening = leftBehind('opening', 0)
  const other = join(folder, 'another-program')
  mkdirSync(other)

  const path = temporaryArchive()
  expect(gone.filter(existsSync)).toEqual([])
  expect([used, opening, other, dirname(path)].filter(existsSync)).toHaveLength(4)
  expect(await archive.note('a')).toBe('b')
  await archive.close()
  for (const one of [used, path]) removeTemporary(one)
  expect(readdirSync(folder).sort()).toEqual([basename(other), basename(opening)].sort())
})

test('what another process has open stays, and goes with that process, however it ends', MORE, async () => {
  const data = join(newFolder(), 'calls.json')
  const call = { conversation_id: 'conv_1', agent_id: 'agent_1', agent_name: 'A', status: 'done' }
  const transcript = [{ role: 'user', message: 'Where is my order?', time_in_call_secs: 1 }]
  const metadata = { start_time_unix_secs: 1_763_600_000, call_duration_secs: 5 }
  writeFileSync(data, JSON.stringify([{ ...call, transcript, metadata }]))
  const search = { name: 'search_conversations', arguments: { query: 'order' } }
  const request = `${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: search })}\n`
  const ways: ((child: ReturnType<typeof start>['child']) => unknown)[] = [
    child => child.kill('SIGTERM'),
    child => child.kill('SIGINT'),
    child => {
      child.stdout.destroy()
      child.stdin.write(request)
    },
  ]
  const servers = ways.map(end => ({ ...start(['--data', data], { env: { TMPDIR: folder } }), end }))
  for (const { child } of servers) child.stdin.write(request)
  for (const { output } of servers) await expect.poll(() => output.stdout).toContain('order')
  const archives = () => readdirSync(folder).filter(name => name.startsWith('conversations-mcp-calls-'))
  const open = archives()
  expect(open).toHaveLength(ways.length)

  removeTemporary(temporaryArchive())
  expect(archives()).toEqual(open)
  for (const { child, end } of servers) end(child)
  for (const { ended } of servers) expect(await ended).toMatchObject({ code: 0, signal: null })
  expect(archives()).toEqual([])
})
