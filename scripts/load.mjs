// Lets plain Node scripts use the TypeScript sources: bundled into a temporary file, imported, removed.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The exports of a module given as code, whose imports are relative to the project's folder. */
export async function load(code) {
  const folder = await mkdtemp(join(tmpdir(), 'conversations-mcp-'))
  try {
    const outfile = join(folder, 'module.mjs')
    await build({
      stdin: { contents: code, resolveDir: ROOT, loader: 'ts' },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
      external: ['libsql', 'pg-native'],
      // Bundled CommonJS packages ask for Node's modules by `require`.
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
