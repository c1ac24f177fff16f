import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inject } from 'vitest'
import { openDatabase } from '../../src/archive/sqlite/open.ts'

let empty: string | undefined

/** Made once for each process: to make the tables anew takes longer than most tests that fill them. */
function template(): string {
  if (empty === undefined) {
    empty = join(mkdtempSync(join(inject('shared'), 'empty-')), 'archive.sqlite')
    openDatabase(empty, 0).close()
  }
  return empty
}

/**
 * Puts an archive there that has all its tables and no call, as one that was opened before; those of `test/archive` that
 * are about its making make their own.
 * @returns the path
 */
export function emptyArchive(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  copyFileSync(template(), path)
  return path
}
