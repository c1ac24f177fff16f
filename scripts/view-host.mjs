// The browser and the host of views that tests use, for scripts and benchmarks: test/support/views.ts, bundled.
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { ROOT } from './load.mjs'

export async function viewHost() {
  const entry = join(ROOT, 'test/support/views.ts')
  // Packages are found from there.
  const folder = await mkdtemp(join(ROOT, 'node_modules/.views-'))
  try {
    const outfile = join(folder, 'views.mjs')
    const define = { 'import.meta.url': JSON.stringify(pathToFileURL(entry).href) }
    const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external', logLevel: 'warning' }
    await build({ ...options, entryPoints: [entry], outfile, define })
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
