import { withDeadline } from '../api/abort.ts'

/** Hosts give up on a call after about a minute; ours ends before, with words. */
const DEADLINE_MS = 45_000

/** By then an answer rests on what is synced; the time that is left is for making it. */
export const FILL_PATIENCE_MS = 35_000

/** Does what a host has asked for, within the time of one call. */
export const inTime = <T>(caller: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
  withDeadline(DEADLINE_MS, caller, work)
