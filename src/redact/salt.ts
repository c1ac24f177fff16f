import { randomBytes } from 'node:crypto'

/** Keeps a note under a name, unless there is one. */
interface Notes {
  noteOnce(name: string, made: string): Promise<string>
}

const SALT = 'salt of pseudonyms'

export const newSalt = (): string => randomBytes(32).toString('hex')

/** The archive's own: pseudonyms stay the same as long as it does, and nobody can make them without it. */
export const saltOf = (archive: Notes): Promise<string> => archive.noteOnce(SALT, newSalt())
