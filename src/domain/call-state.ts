import { isFinished, isLive, type Status } from './conversation.ts'

/** Seconds after which a call that is not over is stuck. */
export const STUCK_SECS = 24 * 3600

/** Not over for more than a day (Unix seconds): left behind by the platform, no call goes on for that long. */
export const isStuck = ({ status, startedAt }: { status: Status; startedAt: number }, now: number): boolean =>
  isLive(status) && startedAt > 0 && now - startedAt > STUCK_SECS

/** Seconds by which clocks may differ. */
export const SKEW_SECS = 600

/** The start lies in the future: it is wrong, or the clock that says so. */
export const isAhead = (startedAt: number, now: number): boolean => startedAt > now + SKEW_SECS

/** What is shown of a duration: of a call that goes on, 0 says nothing yet. */
export const shownDuration = (call: { status: Status; durationSecs: number | null }): number | null =>
  isFinished(call.status) || (call.durationSecs ?? 0) > 0 ? call.durationSecs : null
