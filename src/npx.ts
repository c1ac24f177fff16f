import { readFileSync } from 'node:fs'
import { posix, win32 } from 'node:path'

const PACKAGE = 'conversations-mcp'

/**
 * The arguments by which npx starts this program again, as it was asked for: a packed file by its whole path, else the
 * package by its name; the folder that npx keeps packages in is its own, and goes one day.
 * @param file any of the package; null: npx has not started it
 * @param others packages that are to be there, too
 * @param own the name, with a version if that matters
 */
export function npxArguments(file: string, others: readonly string[] = [], own = PACKAGE): string[] | null {
  const folder = /^(.*[/\\]_npx[/\\][0-9a-f]+)[/\\]node_modules[/\\]/.exec(file)?.[1]
  if (folder === undefined) return null
  const { join, resolve } = folder.includes('\\') ? win32 : posix
  let packed: string | undefined
  let beside = others
  try {
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    packed = /^file:(.+\.tgz)$/.exec(dependencies[PACKAGE])?.[1]
    if (beside.length === 0 && dependencies.libsql) beside = [`libsql@${dependencies.libsql.replace('^', '')}`]
  } catch {
    // Not known: by its name.
  }
  if (packed === undefined && beside.length === 0) return ['-y', own]
  // `npx FILE` would run the file itself.
  const all = [packed === undefined ? own : resolve(folder, packed), ...beside]
  return ['-y', ...all.flatMap(one => ['-p', one]), PACKAGE]
}
