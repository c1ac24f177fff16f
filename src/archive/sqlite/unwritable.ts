import { sqliteCode } from './database.ts'

/** Too large, against a constraint, of a kind that no column takes, out of range. */
const OF_VALUES = [18, 19, 20, 25]

/** Whether it is what was to be written that cannot be, not the file. */
export const isUnwritable = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || OF_VALUES.includes(sqliteCode(error) & 0xff)
