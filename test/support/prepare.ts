import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder for what test files share; it goes when all tests are over. */
    shared: string
  }
}

export default function prepare(project: TestProject): () => void {
  const shared = mkdtempSync(join(tmpdir(), 'conversations-mcp-tests-'))
  project.provide('shared', shared)
  return () => rmSync(shared, { recursive: true, force: true })
}
