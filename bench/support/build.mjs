// Builds the server (importing the build script does) and bundles what a benchmark runs beside it in the same way.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
process.chdir(ROOT)
const { options } = await import('../../scripts/build.mjs')

export const SERVER = join(ROOT, 'dist/main.js')

/** Removed when the process ends. */
export const TEMP = mkdtempSync(join(tmpdir(), 'conversations-bench-'))
process.once('exit', () => rmSync(TEMP, { recursive: true, force: true }))

/** One file for Node, made with the options of the server's own build; answers its path. */
export async function bundle(entry, outfile) {
  const path = join(TEMP, outfile)
  await build({
    ...options,
    splitting: false,
    outdir: undefined,
    entryPoints: [join(ROOT, entry)],
    outfile: path,
    logLevel: 'warning',
  })
  return path
}
