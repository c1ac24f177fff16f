import {
  chmod,
  type link,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ConfigurationError, UserInputError } from '../../src/errors.ts'
import { ExportError, exportError } from '../../src/export/errors.ts'
import { openExportFile } from '../../src/export/files/file.ts'
import { anyText } from '../support/any-text.ts'
import { runs } from '../support/runs.ts'

const disk = vi.hoisted(() => ({ hasLinks: true }))
vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>()
  const fake: typeof link = (from, to) =>
    disk.hasLinks ? real.link(from, to) : Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM' }))
  return { ...real, link: fake }
})

let outside: string
let folder: string
beforeEach(async () => {
  outside = await realpath(await mkdtemp(join(tmpdir(), 'export-')))
  folder = join(outside, 'exports')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(outside, { recursive: true, force: true })
})

async function exported(name: string, text = 'text', into = folder): Promise<string> {
  const file = await openExportFile(into, name, 'csv')
  await file.write(text)
  return (await file.finish()).path
}

/** The error of a system call that fails with this code. */
const failure = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' })

describe('a file', () => {
  test('gets its name when it is whole, and tells its size', async () => {
    const file = await openExportFile(folder, 'calls', 'csv')
    await file.write('äb')
    await file.write('c')
    expect(await readdir(folder)).toEqual([expect.stringMatching(/^\.calls\.[0-9a-f]{12}\.part$/)])
    expect(await file.finish()).toEqual({ path: join(folder, 'calls.csv'), bytes: 4 })
    expect(await readdir(folder)).toEqual(['calls.csv'])
    expect(await readFile(join(folder, 'calls.csv'), 'utf8')).toBe('äbc')
  })

  test.skipIf(process.platform === 'win32')('is for its owner only, as is the folder', async () => {
    const path = await exported('calls', 'x', join(folder, 'deep'))
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, 'deep'))).mode & 0o777).toBe(0o700)
  })

  test('never takes the name of another', async () => {
    expect(basename(await exported('calls', 'one'))).toBe('calls.csv')
    expect(basename(await exported('calls.csv', 'two'))).toBe('calls-2.csv')
    const at_once = await Promise.all(['a', 'b', 'c', 'd'].map(text => exported('calls', text)))
    expect(at_once.map(path => basename(path)).sort()).toEqual([
      'calls-3.csv',
      'calls-4.csv',
      'calls-5.csv',
      'calls-6.csv',
    ])
    expect(await readFile(join(folder, 'calls.csv'), 'utf8')).toBe('one')
  })

  test('that is abandoned leaves nothing', async () => {
    const file = await openExportFile(folder, 'calls', 'csv')
    await file.write('x')
    await file.abandon()
    await file.abandon()
    expect(await readdir(folder)).toEqual([])
  })

  test.skipIf(process.platform === 'win32')('does not follow a link that bears its name', async () => {
    await mkdir(folder)
    const [secret, missing] = [join(outside, 'secret'), join(outside, 'missing')]
    await writeFile(secret, 'secret')
    await symlink(secret, join(folder, 'calls.csv'))
    await symlink(missing, join(folder, 'calls-2.csv'))
    expect(basename(await exported('calls'))).toBe('calls-3.csv')
    expect(await readFile(secret, 'utf8')).toBe('secret')
    await expect(stat(missing)).rejects.toThrow('ENOENT')
  })

  test.skipIf(process.platform === 'win32')('lies in the real folder where the folder is a link', async () => {
    await mkdir(join(outside, 'real'))
    await symlink(join(outside, 'real'), folder)
    expect(await exported('calls')).toBe(join(outside, 'real', 'calls.csv'))
  })

  test('lies in the folder, whatever name is suggested', async () => {
    const part = fc.oneof(
      fc.constantFrom('..', '/', '\\', '.', ' ', ':', '\u0000', 'exports', 'nul'),
      anyText({ maxLength: 4 }),
    )
    const name = fc.array(part, { maxLength: 8 }).map(parts => parts.join(''))
    await fc.assert(
      fc.asyncProperty(name, async suggested => {
        const path = await exported(suggested).catch(error => {
          expect(error).toBeInstanceOf(UserInputError)
          return null
        })
        if (path !== null) expect([dirname(path), dirname(await realpath(path))]).toEqual([folder, folder])
      }),
      { numRuns: runs(150) },
    )
    expect(await readdir(outside)).toEqual(['exports'])
    expect((await readdir(folder)).filter(file => !file.endsWith('.csv'))).toEqual([])
  })
})

describe('on a disk without hard links a file', () => {
  beforeEach(() => {
    disk.hasLinks = false
  })
  afterEach(() => {
    disk.hasLinks = true
  })

  test('gets a free name all the same', async () => {
    expect(basename(await exported('calls', 'one'))).toBe('calls.csv')
    expect(basename(await exported('calls', 'two'))).toBe('calls-2.csv')
    expect(await readFile(join(folder, 'calls.csv'), 'utf8')).toBe('one')
    expect((await readdir(folder)).sort()).toEqual(['calls-2.csv', 'calls.csv'])
  })
})

describe('what the system refuses is said in words:', () => {
  test('a folder that is a file', async () => {
    await writeFile(folder, '')
    await expect(openExportFile(folder, 'calls', 'csv')).rejects.toThrow(ConfigurationError)
    await expect(openExportFile(folder, 'calls', 'csv')).rejects.toThrow('is not a directory')
    await expect(openExportFile(join(folder, 'deeper'), 'calls', 'csv')).rejects.toThrow('is not a directory')
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder without permission', async () => {
    await mkdir(folder)
    await chmod(folder, 0o500)
    await expect(openExportFile(folder, 'calls', 'csv')).rejects.toThrow('no write permission')
  })

  test('a disk that is full while a file is written', async () => {
    const file = await openExportFile(folder, 'calls', 'csv')
    const handle = await open(join(outside, 'any'), 'w')
    vi.spyOn(Object.getPrototypeOf(handle), 'appendFile').mockRejectedValueOnce(failure('ENOSPC'))
    await handle.close()
    const writing = file.write('x')
    await expect(writing).rejects.toThrow(ExportError)
    await expect(writing).rejects.toThrow('the disk is full')
    await file.abandon()
    expect(await readdir(folder)).toEqual([])
  })

  test.each([
    ['EROFS', ConfigurationError, 'it is read-only'],
    ['EACCES', ConfigurationError, 'no write permission'],
    ['EDQUOT', ExportError, 'quota'],
    ['EIO', ExportError, 'the disk reports an I/O error'],
    ['EWEIRD', ExportError, 'the system reports EWEIRD'],
  ])('%s', (code, kind, words) => {
    const error = exportError(failure(code), folder)
    expect(error).toBeInstanceOf(kind)
    expect((error as Error).message).toContain(words)
    expect((error as Error).message).toContain(folder)
  })

  test('but no other error is changed', () => {
    const bug = new TypeError('bug')
    expect(exportError(bug, folder)).toBe(bug)
  })
})
