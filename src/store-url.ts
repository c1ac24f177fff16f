import { ConfigurationError } from './errors.ts'

/* The address of a PostgreSQL database, which may hold a password: it is repeated nowhere. */

const EXAMPLE = 'postgres://user@host:5432/database'

/** What `archive copy --to` takes. */
export const TARGETS = `the URL of one PostgreSQL database, such as ${EXAMPLE}, the path of a file, or "file" for the usual one`

/** Whether it is meant to be one; whatever else it is, it may hold a password. */
export const isStoreUrl = (text: string): boolean => /^(postgres(ql)?:|[a-z][a-z\d+.-]*:\/\/)/i.test(text)

/**
 * @param flag with which it stands in the command line, which every user of the computer can read; null: it does not
 * @throws ConfigurationError that does not repeat it
 */
export function checkStoreUrl(text: string, flag: '--store' | '--to' | null): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWhole = url !== undefined && ['postgres:', 'postgresql:'].includes(url.protocol) && url.hash === ''
  if (!isWhole || url.pathname.includes('@')) {
    throw new ConfigurationError(
      `${flag === '--to' ? `--to takes ${TARGETS}` : `--store or CONVERSATIONS_MCP_STORE takes the URL of one PostgreSQL database, such as ${EXAMPLE}`}. Percent-encode special characters in it ("@" is %40, "/" is %2F, "#" is %23, "?" is %3F, "%" is %25).`,
    )
  }
  if (flag !== null && passwordsIn(text).length > 0) {
    throw new ConfigurationError(
      `${flag} takes a URL without a password, because other users of this computer can read command lines. ${flag === '--store' ? 'Set the whole URL as CONVERSATIONS_MCP_STORE, put it into a file named by CONVERSATIONS_MCP_STORE_FILE, or give' : 'Give'} the password as PGPASSWORD or in a password file (~/.pgpass).`,
    )
  }
  return text
}

/** Everything in it that no log may show, as it is written and as it is meant. */
export function passwordsIn(text: string | undefined): string[] {
  if (text === undefined || !URL.canParse(text)) return []
  const { password, searchParams } = new URL(text)
  const written = ['password', 'sslpassword'].flatMap(name => searchParams.getAll(name))
  return [...new Set([password, decoded(password), ...written, ...written.map(encodeURIComponent)])].filter(Boolean)
}

/** Server, database and user, for people: without password and options. */
export function shownStoreUrl(text: string): string {
  const url = new URL(text)
  url.password = ''
  url.search = ''
  return url.toString()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
