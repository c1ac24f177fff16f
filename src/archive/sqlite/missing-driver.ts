import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ArchiveError } from '../../errors.ts'
import { npxArguments } from '../../npx.ts'
import { LIBSQL, VERSION } from '../../version.ts'

export const missingDriver = (): ArchiveError =>
  new ArchiveError(
    `The archive needs SQLite with full-text search (FTS5), which Node ${process.versions.node} lacks. ` +
      `Run conversations-mcp with Node 24 or newer (or 22.16 and later of 22), or ${remedy(fileURLToPath(import.meta.url))}. ` +
      'The tools that read the live API work without it.',
  )

/**
 * The one command that puts libsql where this package finds it, for the way in which it was installed.
 * @param file any file of the package
 */
export function remedy(file: string, exists = existsSync): string {
  const modules = /^(.*)[\\/]node_modules[\\/]conversations-mcp[\\/]/.exec(file)?.[1]
  if (modules === undefined) {
    // A checkout, or a bundle that a client has unpacked.
    const folder = file.replace(/[\\/](?:dist|src)[\\/].*$/, '')
    return `run this and restart it: npm install --no-save --prefix "${folder}" ${LIBSQL}`
  }
  const npx = npxArguments(file, [LIBSQL], `conversations-mcp@${VERSION}`)
  if (npx) return `start it with this command: npx ${npx.map(one => (/ /.test(one) ? `"${one}"` : one)).join(' ')}`
  const isProject = exists(join(modules, 'package.json'))
  // The command may be typed where another npm with another place for global packages comes first.
  const prefix = /[\\/]lib$/.test(modules) ? dirname(modules) : modules
  const where = isProject ? `--prefix "${modules}"` : `-g --prefix "${prefix}"`
  return `run this and restart it: npm install ${where} ${LIBSQL}`
}
