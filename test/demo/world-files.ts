import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { smallWorld } from '../support/small-world.ts'

export const lines = smallWorld().conversations.map(call => JSON.stringify(call))
/** Who trims bodies keeps those of calls that are over. */
export const calls = smallWorld().conversations.map(call => ({ ...call, status: call.status ?? 'done' }))

/** A folder for the tests of the file that calls this, and what writes a file into it and says where. */
export function worldFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'world-file-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  function file(name: string, content: string | Buffer): string {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  return { folder, file }
}
