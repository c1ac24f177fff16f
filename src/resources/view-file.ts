import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'

/**
 * The page as the build made it; null: it is not there. All pages are one compressed file, because they share most of
 * their code. Loaded later, so that it stands in `dist/chunks`.
 */
export async function readView(name: string): Promise<string | null> {
  const packed = await readFile(new URL('../views.json.br', import.meta.url)).catch(() => null)
  if (packed === null) return null
  return JSON.parse((await promisify(brotliDecompress)(packed)).toString())[name] ?? null
}
