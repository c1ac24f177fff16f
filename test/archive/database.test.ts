import { mkdirSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { remedy } from '../../src/archive/sqlite/missing-driver.ts'
import { ArchiveError } from '../../src/errors.ts'
import { LIBSQL, VERSION } from '../../src/version.ts'
import { CONTRACT } from './contract.ts'
import { newFolder } from './mirror.ts'

describe('every driver', () => {
  test.each(Object.entries(CONTRACT))('%s', (_, check) => check(join(newFolder(), 'db.sqlite')))
})

let copies = 0

describe('which driver it is', () => {
  afterEach(() => vi.restoreAllMocks())

  /**
   * A copy of the module that has not chosen yet: other tests of this process keep theirs.
   * @param node Node's own SQLite: none, one without FTS5
   */
  async function withDrivers(node: 'none' | 'without FTS5', hasLibsql: boolean) {
    class DatabaseSync {
      prepare = () => ({ get: () => ({ answer: 0 }), setReadBigInts() {} })
      close() {}
    }
    const builtin = node === 'none' ? undefined : { DatabaseSync }
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(builtin as never)
    if (!hasLibsql) {
      vi.spyOn(Module as unknown as { _load(): unknown }, '_load').mockImplementation(() => {
        throw Object.assign(new Error("Cannot find module 'libsql'"), { code: 'MODULE_NOT_FOUND' })
      })
    }
    const copy = `../../src/archive/sqlite/driver.ts?copy=${copies++}`
    return import(/* @vite-ignore */ copy) as Promise<typeof import('../../src/archive/sqlite/driver.ts')>
  }

  test.each(['none', 'without FTS5'] as const)('with a SQLite in Node: %s, it is libsql', async node => {
    const { describeDriver, openConnection } = await withDrivers(node, true)
    expect(describeDriver()).toMatch(/^libsql, SQLite 3\.\d+/)
    openConnection(join(newFolder(), 'db.sqlite'), 0).close()
  })

  test.each(['none', 'without FTS5'] as const)(
    'with a SQLite in Node: %s, and no libsql, the error names both ways out',
    async node => {
      const { openConnection } = await withDrivers(node, false)
      const error = caught(() => openConnection(join(newFolder(), 'db.sqlite'), 0))
      expect(error).toBeInstanceOf(ArchiveError)
      expect(String(error)).toContain(`which Node ${process.versions.node} lacks`)
      expect(String(error)).toMatch(/Node 24 or newer \(or 22\.16 .* npm install .*libsql@\d.*live API/s)
    },
  )

  test('the way out fits the way it was installed', () => {
    const of = (folder: string, isProject = false) =>
      remedy(`${folder}/node_modules/conversations-mcp/dist/main.js`, () => isProject).replace(/^.*?: /, '')
    expect(LIBSQL).toMatch(/^libsql@\d+\.\d+\.\d+$/)
    expect(of('/srv/my project', true)).toBe(`npm install --prefix "/srv/my project" ${LIBSQL}`)
    expect(of('/usr/local/lib')).toBe(`npm install -g --prefix "/usr/local" ${LIBSQL}`)
    expect(of('/home/ada/.npm/_npx/0a1b', true)).toBe(
      `npx -y -p conversations-mcp@${VERSION} -p ${LIBSQL} conversations-mcp`,
    )
    // Of a packed file: the name may be that of somebody else's package.
    const npx = join(newFolder(), 'a folder', '_npx', '0a1b')
    mkdirSync(npx, { recursive: true })
    writeFileSync(join(npx, 'package.json'), '{"dependencies":{"conversations-mcp":"file:../../packed.tgz"}}')
    expect(of(npx)).toBe(`npx -y -p "${join(npx, '../../packed.tgz')}" -p ${LIBSQL} conversations-mcp`)
    expect(remedy('C:\\Users\\ada\\npm\\node_modules\\conversations-mcp\\dist\\main.js', () => false)).toContain(
      `npm install -g --prefix "C:\\Users\\ada\\npm" ${LIBSQL}`,
    )
    expect(remedy('/srv/conversations-mcp/dist/main.js')).toContain(
      `npm install --no-save --prefix "/srv/conversations-mcp" ${LIBSQL}`,
    )
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
