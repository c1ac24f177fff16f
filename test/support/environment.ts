import { fileURLToPath } from 'node:url'

/** The built file, which is what people run. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
/** The Node it runs on: that of the tests, or the one that TEST_NODE names. */
export const NODE = process.env.TEST_NODE || process.execPath

/** This process's environment without anything that a person's own set-up would change. */
export function environment(extra: Record<string, string> = {}): Record<string, string> {
  const foreign = /^(ELEVENLABS|CONVERSATIONS_MCP|NODE|VITEST)|_PROXY$|^(NO_COLOR|FORCE_COLOR|COLUMNS)$/i
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name)) as [string, string][]
  return { ...Object.fromEntries(own), ...extra }
}
