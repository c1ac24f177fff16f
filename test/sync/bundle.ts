import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'

/**
 * A file of this folder as one that Node can start by itself; gone after the tests.
 * @returns its path
 */
export function bundled(name: string): string {
  // Beside the installed packages, so that it finds them.
  const folder = fileURLToPath(new URL('../../node_modules/.sync-test', import.meta.url))
  const outfile = `${folder}/${name}-${process.pid}.mjs`
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    const entryPoints = [fileURLToPath(new URL(`${name}.ts`, import.meta.url))]
    await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  })
  afterAll(() => rmSync(outfile, { force: true }))
  return outfile
}
