import { resolve } from 'node:path'
import { ConfigurationError } from '../errors.ts'
import { checkStoreUrl, isStoreUrl, TARGETS } from '../store-url.ts'
import { newPath } from '../written-path.ts'

/**
 * Where `archive copy --to` leads.
 * @returns URL of a database, the whole path of a file, or `file`
 * @throws ConfigurationError for anything else; a URL, which may hold a password, is not repeated
 */
export function copyTarget(given: string): string {
  const to = given.trim()
  if (to === '') throw new ConfigurationError(`--to is empty; it takes ${TARGETS}.`)
  if (isStoreUrl(to)) return checkStoreUrl(to, '--to')
  if (to === 'file') return to
  return resolve(newPath(to, must => new ConfigurationError(`--to is "${to.slice(0, 60)}"; it must be ${must}.`)))
}
