import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { archivePath, bytesOnDisk, type Computer, removeArchive } from '../../src/archive/files.ts'
import { openArchive } from '../../src/archive/store.ts'
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
  test('nobody else, whatever the umask', () => {
    const path = newPath()
    const umask = process.umask(0)
    const archive = openArchive(path)
    process.umask(umask)
    archive.setNote('a', 'b')
    expect(readdirSync(dirname(path)).sort()).toEqual(['default.sqlite', 'default.sqlite-shm', 'default.sqlite-wal'])
    for (const file of readdirSync(dirname(path))) expect(modeOf(join(dirname(path), file))).toBe('600')
    expect([dirname(path), dirname(dirname(path))].map(modeOf)).toEqual(['700', '700'])
    archive.close()
  })

  test('a file that others could read is taken from them', () => {
    const path = newPath()
    openArchive(path).close()
    chmodSync(path, 0o644)
    openArchive(path).close()
    expect(modeOf(path)).toBe('600')
  })

  test('a folder that was there before is not ours to change', () => {
    const folder = join(newFolder(), 'shared')
    mkdirSync(folder)
    chmodSync(folder, 0o755)
    openArchive(join(folder, 'x.sqlite')).close()
    expect(modeOf(folder)).toBe('755')
  })
})

test('its size counts the log, and removing takes all of it', () => {
  const path = newPath()
  expect(bytesOnDisk(path)).toBe(0)
  const archive = openArchive(path)
  archive.close()
  writeFileSync(`${path}-wal`, 'x'.repeat(1000))
  expect(bytesOnDisk(path)).toBeGreaterThan(1000 + 4096)
  removeArchive(path)
  expect(existsSync(path)).toBe(false)
  expect(bytesOnDisk(path)).toBe(0)
  removeArchive(path)
})
