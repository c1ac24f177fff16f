import {
  constants,
  copyFileSync,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { ConfigurationError } from '../../errors.ts'
import { makeFolder } from '../../make-folder.ts'

/* A file of another program: it is replaced as a whole or not at all, and what was there is kept beside it. */

const OWN_FILE = 0o600

/** A configuration file as it was read; `text` is undefined where there is none yet. */
export interface Found {
  /** The file itself, where the path is a link of the user's own. */
  path: string
  text: string | undefined
}

/** @throws ConfigurationError where it cannot be read or belongs to somebody else */
export function find(path: string): Found {
  return attempt(path, () => {
    if (!lstatSync(path, { throwIfNoEntry: false })) return { path, text: undefined }
    const real = realpathSync(path)
    const found = statSync(real)
    // A link to /dev/null is a way to have no configuration.
    if (!found.isFile()) {
      throw new ConfigurationError(`${real} is not a file. Nothing was written; add the entry above by hand.`)
    }
    const user = process.geteuid?.()
    if (user !== undefined && found.uid !== user) {
      throw new ConfigurationError(`${real} belongs to another user. Nothing was written; add the entry above by hand.`)
    }
    return { path: real, text: decoded(readFileSync(real), real) }
  })
}

/** In any other encoding the text would come back changed. */
function decoded(bytes: Buffer, path: string): string {
  const text = bytes.toString('utf8')
  if (Buffer.from(text).equals(bytes)) return text
  throw new ConfigurationError(
    `${path} is not UTF-8. Nothing was written; save it as UTF-8 and run this again, or add the entry above by hand.`,
  )
}

/**
 * Keeps what was there as `PATH.bak` (`.bak-2` …), then puts the new text in its place.
 * @returns the path of the copy; null where there was no file
 * @throws ConfigurationError where that is not possible, or the file has changed since it was read; it is as it was
 */
export function replace({ path, text: before }: Found, after: string): string | null {
  return attempt(path, () => {
    makeFolder(dirname(path))
    const part = `${path}.${process.pid}.part`
    const mode = before === undefined ? OWN_FILE : statSync(path).mode & 0o777
    try {
      writeFileSync(part, after, { flag: 'wx', mode, flush: true })
      const backup = before === undefined ? null : backUp(path)
      if (find(path).text !== before) {
        throw new ConfigurationError(`${path} has changed meanwhile. Nothing was written; run this again.`)
      }
      renameSync(part, path)
      return backup
    } finally {
      rmSync(part, { force: true })
    }
  })
}

/** A copy under the first free name: no earlier one is overwritten. */
function backUp(path: string, number = 1): string {
  const copy = `${path}.bak${number === 1 ? '' : `-${number}`}`
  if (lstatSync(copy, { throwIfNoEntry: false })) return backUp(path, number + 1)
  copyFileSync(path, copy, constants.COPYFILE_EXCL)
  return copy
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof ConfigurationError) throw error
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigurationError(
      `${path} cannot be read or replaced (${code ?? 'unknown error'}). It is as it was; check its permissions, or add the entry above by hand.`,
    )
  }
}
