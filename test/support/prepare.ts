import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { POSTGRES_BIN, startCluster } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for what test files share; it goes when all tests are over. */
    shared: string
    /** URL of a PostgreSQL in which servers keep their archives; null: in files. */
    store: string | null
  }
}

/** With `CONVERSATIONS_TEST_STORE=postgres` tests that look at answers look at those of the other engine. */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  const shared = mkdtempSync(join(tmpdir(), 'conversations-mcp-tests-'))
  // Some tests open archives in it as a user without rights.
  chmodSync(shared, 0o711)
  project.provide('shared', shared)
  const isWanted = process.env.CONVERSATIONS_TEST_STORE === 'postgres'
  if (isWanted && POSTGRES_BIN === null) process.stderr.write('There is no PostgreSQL here: archives are in files.\n')
  const cluster = isWanted && POSTGRES_BIN !== null ? await startCluster() : null
  project.provide('store', cluster?.url ?? null)
  return async () => {
    await cluster?.stop()
    rmSync(shared, { recursive: true, force: true })
  }
}
