import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import { ArchiveError } from '../../errors.ts'
import { homeFolder } from '../../home.ts'

/*
 * Encryption as libpq understands it (https://www.postgresql.org/docs/current/libpq-ssl.html). The driver's own reading
 * of sslmode is another: no mode means no encryption there, and `require` checks certificates as `verify-full` does.
 */

/** `false`: without encryption. */
export type Tls = ConnectionOptions | false

/** One of the settings by its name in a URL; libpq's name of the variable in capitals otherwise. */
export type Parameter = (name: string) => string | undefined

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full']

/**
 * How to try to connect, one after the other, until the server agrees.
 * @param isSocket a file on this computer
 * @throws ArchiveError for what cannot be followed
 */
export function tlsModes(parameter: Parameter, isSocket: boolean): Tls[] {
  const mode = parameter('sslmode') ?? 'prefer'
  if (!MODES.includes(mode)) throw refused(`sslmode is "${mode.slice(0, 40)}"; it must be one of ${MODES.join(', ')}`)
  if (isSocket || mode === 'disable') return [false]
  const root = parameter('sslrootcert')
  const ca = root === 'system' ? undefined : fileOf('sslrootcert', root, 'root.crt')
  const certificate = {
    ...given('cert', fileOf('sslcert', parameter('sslcert'), 'postgresql.crt')),
    ...given('key', fileOf('sslkey', parameter('sslkey'), 'postgresql.key')),
    ...given('passphrase', parameter('sslpassword')),
  }
  const unchecked: Tls = { ...certificate, rejectUnauthorized: false }
  if (mode === 'allow') return [false, unchecked]
  if (mode === 'prefer') return [unchecked, false]
  // With a root certificate `require` looks at what the server shows, for compatibility, says libpq.
  if (mode === 'require' && ca === undefined) return [unchecked]
  if (mode === 'verify-full' || root === 'system') return [{ ...certificate, ...given('ca', ca) }]
  if (ca === undefined) throw refused('sslmode=verify-ca needs sslrootcert, the file of the root certificate')
  return [{ ...certificate, ca, checkServerIdentity: () => undefined }]
}

const given = (name: string, value: string | undefined) => (value === undefined ? {} : { [name]: value })

/** @param usual its name in `~/.postgresql`, where nothing is set */
function fileOf(name: string, path: string | undefined, usual: string): string | undefined {
  const home = homeFolder()
  const file = path ?? (home === undefined ? undefined : join(home, '.postgresql', usual))
  if (file === undefined || (path === undefined && !existsSync(file))) return undefined
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw refused(`${name} names a file that cannot be read`)
  }
}

const refused = (why: string): ArchiveError =>
  new ArchiveError(`The settings of the PostgreSQL connection cannot be used: ${why}.`)
