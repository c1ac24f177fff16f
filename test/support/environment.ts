import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

/** The built file, which is what people run. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
/** The Node it runs on: that of the tests, or the one that TEST_NODE names. */
export const NODE = process.env.TEST_NODE || process.execPath

/** This process's environment without anything that a person's own set-up would change. */
export function environment(extra: Record<string, string> = {}): Record<string, string> {
  const foreign = /^(ELEVENLABS|CONVERSATIONS_MCP|NODE|VITEST)|_PROXY$|^(NO_COLOR|FORCE_COLOR|COLUMNS)$/i
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name)) as [string, string][]
  // What the tests archive is none of the person's; a test with a home of its own looks there.
  const archives: Record<string, string> = 'HOME' in extra ? {} : { XDG_DATA_HOME: join(inject('shared'), 'data') }
  return { ...Object.fromEntries(own), ...archives, ...extra }
}
