import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ArchiveError } from '../../src/errors.ts'
import { CONTRACT } from './contract.ts'
import { newFolder } from './mirror.ts'

describe('every driver', () => {
  test.each(Object.entries(CONTRACT))('%s', (_, check) => check(join(newFolder(), 'db.sqlite')))
})

describe('without a driver', () => {
  afterEach(() => vi.resetModules())

  test('the error names both ways out', async () => {
    vi.resetModules()
    vi.doMock('node:module', () => ({
      createRequire: () => () => {
        throw Object.assign(new Error("Cannot find module 'libsql'"), { code: 'MODULE_NOT_FOUND' })
      },
    }))
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
    const { Database } = await import('../../src/archive/database.ts')
    const error = caught(() => new Database(join(newFolder(), 'db.sqlite')))
    vi.doUnmock('node:module')
    vi.restoreAllMocks()
    expect(error?.constructor.name).toBe(ArchiveError.name)
    expect(String(error)).toMatch(/Node 22\.13 or newer.*npm i libsql.*live API/s)
  })
})

function caught(work: () => unknown): Error | undefined {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  return undefined
}
