import { ArchiveError } from '../../errors.ts'
import { type Failure, failure, IN_FILE, REFILL, STORE } from '../failures.ts'
import { one } from './connect.ts'
import { ChangedMeanwhile } from './perform.ts'

/* What the server and the way to it say, in words for people. */

const unreachable = (why: string): Failure => ({
  wrong: `cannot be reached: ${why}`,
  todo: `Check that the server runs and that ${STORE} is right, then repeat the request`,
})
const NOBODY = unreachable('nothing accepts connections at that address')
const NO_NAME = unreachable('its host name is not known')
const SILENT = unreachable('it does not answer')
const BROKEN = unreachable('the connection was lost')
const STOPPING = unreachable('the server is starting, stopping or was stopped')
const REFUSED: Failure = {
  wrong: 'refused the user or the password',
  todo: `Correct ${STORE}, PGPASSWORD or the password file, and check that pg_hba.conf of the server admits this computer`,
}
const NO_DATABASE: Failure = {
  wrong: 'does not exist: the server has no database of that name',
  todo: `Create it (createdb), or correct ${STORE}`,
}
const TOO_MANY: Failure = {
  wrong: 'has no connection left for this server',
  todo: 'Close other clients or raise max_connections (each server takes up to 5), then repeat the request',
}
const READ_ONLY: Failure = {
  wrong: 'is read-only (a standby server, or a transaction mode that forbids writing)',
  todo: `Point ${STORE} to the primary server`,
}
const FULL_DISK: Failure = { wrong: "cannot grow: the server's disk is full", todo: 'Free disk space there' }
const NO_MEMORY: Failure = { wrong: 'has run out of memory', todo: 'Ask for less, or give the server more' }
const SLOW: Failure = {
  wrong: 'needed too long for this request, which was cancelled',
  todo: 'Ask for less (a narrower window, fewer filters), or repeat it when the server is less busy',
}
const LOCKED: Failure = { wrong: 'is locked by another process', todo: 'Repeat the request in a moment' }
const DENIED: Failure = {
  wrong: 'cannot be used: the user lacks a privilege',
  todo: 'Grant CREATE on the database, or ownership of the schema, to the user',
}
const DAMAGED: Failure = {
  wrong: 'is damaged',
  todo: `Restore it from a backup, or run ${REFILL}`,
}
const UNTRUSTED: Failure = {
  wrong: 'was not used: its certificate is not one that sslmode accepts',
  todo: 'Name the root certificate with sslrootcert, or choose another sslmode',
}
const NO_TLS: Failure = {
  wrong: 'was not used: the server does not encrypt connections, and sslmode asks for it',
  todo: 'Turn ssl on at the server, or choose another sslmode',
}

const BY_CODE: readonly (readonly [RegExp, Failure])[] = [
  [/^(ECONNREFUSED|ENOENT)$/, NOBODY],
  [/^(ENOTFOUND|EAI_AGAIN)$/, NO_NAME],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EACCES)$/, SILENT],
  [/^(08|ECONNRESET|EPIPE)/, BROKEN],
  [/^57P/, STOPPING],
  [/^28/, REFUSED],
  [/^3D000$/, NO_DATABASE],
  [/^53300$/, TOO_MANY],
  [/^25006$/, READ_ONLY],
  [/^(53100|58030)$/, FULL_DISK],
  [/^53200$/, NO_MEMORY],
  [/^57014$/, SLOW],
  [/^(55P03|40001|40P01)$/, LOCKED],
  // A schema that may not be used is as good as none.
  [/^(42501|3F000)$/, DENIED],
  [/^XX00[12]$/, DAMAGED],
  [/CERT|SELF_SIGNED|VERIFY/, UNTRUSTED],
]

/** Of the driver, which gives no codes; of a standby, whose code says only that it cannot; and of what the server did not foresee. */
const UNTOLD = [undefined, '0A000', 'XX000']
const BY_MESSAGE: readonly (readonly [RegExp, Failure])[] = [
  [/^Connection terminated due to connection timeout|^timeout (expired|exceeded)/, SILENT],
  [/^Connection terminated|not queryable/, BROKEN],
  [/does not support SSL/, NO_TLS],
  [/during recovery/, READ_ONLY],
  // The first connection to a database after a start writes a file there.
  [/^could not write init file/, FULL_DISK],
  [/password must be a string/, { ...REFUSED, wrong: 'asks for a password, and none is set' }],
]

/** An error of the server or of the way to it as an ArchiveError, where a reader can act on it; else itself. */
export function explainFailure(error: unknown, place: string): unknown {
  if (error instanceof ArchiveError) return error
  const { code, message } = one(error) as NodeJS.ErrnoException
  if (error instanceof ChangedMeanwhile) return failure(place, BROKEN, error)
  const known =
    BY_CODE.find(([pattern]) => pattern.test(code ?? ''))?.[1] ??
    BY_MESSAGE.find(([pattern]) => UNTOLD.includes(code) && pattern.test(message))?.[1]
  return known ? failure(place, known, error) : error
}

export const oldServer = (place: string, version: string): ArchiveError =>
  failure(place, {
    wrong: `is on PostgreSQL ${version}, and 15 is the oldest that can be used; nothing was changed`,
    todo: `Update the server, or ${IN_FILE}`,
  })
