import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openArchive } from '../../src/archive/archive.ts'
import { archivePath, bytesOnDisk, type Computer, removeArchive } from '../../src/archive/place/files.ts'
import { newFolder, newPath } from './mirror.ts'

const host = 'api.elevenlabs.io'
const profile = 'default'
const computer = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv = {}): Computer => ({
  platform,
  env,
  home: platform === 'win32' ? 'C:\\Users\\ada' : '/home/ada',
})
const place = (more = {}, at = computer('linux')) => archivePath({ host, profile, ...more }, at)

describe('where the file is', () => {
  test('each system has its place for data', () => {
    const file = 'conversations-mcp/api.elevenlabs.io/default.sqlite'
    expect(place()).toBe(`/home/ada/.local/share/${file}`)
    expect(place({}, computer('linux', { XDG_DATA_HOME: '/data' }))).toBe(`/data/${file}`)
    expect(place({}, computer('linux', { XDG_DATA_HOME: 'data' }))).toBe(`/home/ada/.local/share/${file}`)
    expect(place({}, computer('darwin'))).toBe(`/home/ada/Library/Application Support/${file}`)
    const windows = (folder: string) => `${folder}\\${file.replaceAll('/', '\\')}`
    expect(place({}, computer('win32', { LOCALAPPDATA: 'D:\\Data' }))).toBe(windows('D:\\Data'))
    expect(place({}, computer('win32'))).toBe(windows('C:\\Users\\ada\\AppData\\Local'))
  })

  test('a setting overrides it', () => {
    expect(place({ dataDir: '/mine' }, computer('linux', { XDG_DATA_HOME: '/data' }))).toBe(
      '/mine/api.elevenlabs.io/default.sqlite',
    )
  })

  test.each([
    '../../etc',
    'a/b',
    'a\\b',
    '',
    '.',
    '..',
    'con',
    'nul.txt',
    'Work',
    'wörk',
    'x'.repeat(300),
    'a:8080',
    'end.',
    '-x',
    'a\0b',
  ])('a name such as %j stays one safe name', name => {
    const path = place({ dataDir: '/mine', host: name, profile: name })
    expect(path).toMatch(/^\/mine\/[a-z0-9_-]{1,100}\/[a-z0-9_-]{1,100}\.sqlite$/)
  })

  test('different names never share a file, also where case does not count', () => {
    const names = ['work', 'Work', 'WORK', 'wo/rk', 'wo_rk', 'wo\\rk', 'wo:rk', 'wo.rk']
    const paths = names.map(name => place({ profile: name }).toLowerCase())
    expect(new Set(paths).size).toBe(names.length)
  })
})

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe.skipIf(process.platform === 'win32')('who may read it', () => {
  test('nobody else, whatever the umask', async () => {
    const path = newPath()
    const umask = process.umask(0)
    const archive = await openArchive(path)
    process.umask(umask)
    await archive.setNote('a', 'b')
    expect(readdirSync(dirname(path)).sort()).toEqual(['default.sqlite', 'default.sqlite-shm', 'default.sqlite-wal'])
    for (const file of readdirSync(dirname(path))) expect(modeOf(join(dirname(path), file))).toBe('600')
    expect([dirname(path), dirname(dirname(path))].map(modeOf)).toEqual(['700', '700'])
    await archive.close()
  })

  test('a file that others could read is taken from them', async () => {
    const path = newPath()
    await (await openArchive(path)).close()
    chmodSync(path, 0o644)
    await (await openArchive(path)).close()
    expect(modeOf(path)).toBe('600')
  })

  test('a folder that was there before is not ours to change', async () => {
    const folder = join(newFolder(), 'shared')
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    await (await openArchive(join(folder, 'x.sqlite'))).close()
    expect(modeOf(folder)).toBe('755')
  })
})

describe.skipIf(process.platform === 'win32')('what others could change, or lead elsewhere, is not opened', () => {
  const refuses = async (path: string, why: RegExp) =>
    await expect(async () => (await openArchive(path)).close()).rejects.toThrow(why)

  test.each(['', '-wal', '-shm', '-journal'])('a symbolic link as default.sqlite%s', async ending => {
    const path = newPath()
    await (await openArchive(path)).close()
    const target = join(newFolder(), 'precious')
    writeFileSync(target, 'precious', { mode: 0o644 })
    rmSync(path + ending, { force: true })
    symlinkSync(target, path + ending)
    await refuses(path, /is a symbolic link, which the archive does not follow\. Remove the link/)
    expect([readFileSync(target, 'utf8'), modeOf(target)]).toEqual(['precious', '644'])
  })

  test('a symbolic link as one of its folders, but not above them', async () => {
    const [elsewhere, data] = [newFolder(), newFolder()]
    const at = (folder: string) => join(folder, 'conversations-mcp', 'api.test', 'default.sqlite')
    symlinkSync(elsewhere, join(data, 'conversations-mcp'))
    await refuses(at(data), /its directory .*conversations-mcp is a symbolic link/)
    rmSync(join(data, 'conversations-mcp'))
    mkdirSync(join(data, 'conversations-mcp'))
    symlinkSync(elsewhere, join(data, 'conversations-mcp', 'api.test'))
    await refuses(at(data), /its directory .*api\.test is a symbolic link/)
    expect(readdirSync(elsewhere)).toEqual([])
    const link = join(newFolder(), 'link')
    symlinkSync(elsewhere, link)
    await (await openArchive(at(link))).close()
    expect(existsSync(at(elsewhere))).toBe(true)
  })

  test.each([
    ['a file that all may write', 0o666],
    ['a file that a group may write', 0o660],
  ])('%s', async (_, mode) => {
    const path = newPath()
    await (await openArchive(path)).close()
    chmodSync(path, mode)
    await refuses(path, /can be changed by other users.*chmod go-w/s)
    expect(modeOf(path)).toBe(mode.toString(8))
  })

  test('a folder that others may write, its own or one above that is not sticky', async () => {
    const path = newPath()
    await (await openArchive(path)).close()
    chmodSync(dirname(path), 0o1777)
    await refuses(path, /its directory \S+ can be changed by other users/)
    chmodSync(dirname(path), 0o700)
    const above = dirname(dirname(path))
    chmodSync(above, 0o777)
    await refuses(path, /its directory \S+ can be changed by other users/)
    expect(modeOf(above)).toBe('777')
    chmodSync(above, 0o1777)
    await (await openArchive(path)).close()
  })

  // Only root can give a file away.
  test.runIf(process.getuid?.() === 0)('a file or folder of somebody else', async () => {
    const path = newPath()
    await (await openArchive(path)).close()
    chmodSync(path, 0o644)
    chownSync(path, 65534, 65534)
    await refuses(path, /belongs to another user/)
    expect(modeOf(path)).toBe('644')
    chownSync(path, 0, 0)
    chownSync(dirname(path), 65534, 65534)
    await refuses(path, /its directory \S+ belongs to another user/)
  })
})

test('without a home folder there is no place for it, unless one is named', () => {
  const homeless = (platform: NodeJS.Platform, env = {}): Computer => ({ platform, env, home: undefined })
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(() => place({}, homeless(platform))).toThrow(/no home directory.*--data-dir.*--archive off/)
  }
  expect(place({}, homeless('linux', { XDG_DATA_HOME: '/data' }))).toMatch(/^\/data\//)
  expect(place({ dataDir: '/mine' }, homeless('linux'))).toMatch(/^\/mine\//)
})

test('its size counts the log, and removing takes all of it', async () => {
  const path = newPath()
  expect(bytesOnDisk(path)).toBe(0)
  const archive = await openArchive(path)
  await archive.close()
  writeFileSync(`${path}-wal`, 'x'.repeat(1000))
  expect(bytesOnDisk(path)).toBeGreaterThan(1000 + 4096)
  removeArchive(path)
  expect(existsSync(path)).toBe(false)
  expect(bytesOnDisk(path)).toBe(0)
  removeArchive(path)
})
