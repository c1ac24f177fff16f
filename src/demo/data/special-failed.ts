import { daysBefore, startTimes } from './calendar.ts'
import type { Call } from './call.ts'
import { castCall } from './casting.ts'
import { seeded } from './random.ts'
import { STORIES } from './stories.ts'

/** What carriers answer when nobody can be reached. */
const SIP: Record<number, string> = {
  404: 'Not Found',
  408: 'Request Timeout',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  503: 'Service Unavailable',
  603: 'Decline',
}
const UNREACHED = [486, 480, 404, 486, 603, 408, 480, 503, 486, 404]
const BROKEN_OFF = 2

/** Reminders of the clinic that reached nobody, and calls that failed in the middle: those have a transcript. */
export function failedCalls(now: number): Call[] {
  const random = seeded('failed calls')
  const starts = startTimes(random, UNREACHED.length + BROKEN_OFF, [59, 0], 'office', 'America/Chicago', now)
  const secondVersion = daysBefore(now, STORIES.clinic.secondVersionSinceDaysAgo)
  return starts.map((start, rank): Call => {
    const code = UNREACHED[rank - BROKEN_OFF]
    const chapter = code
      ? ({ agent: 'clinic', version: start < secondVersion ? 1 : 2 } as const)
      : ({ agent: 'orders', version: 1 } as const)
    const scene = code ? 'reminder' : 'return goods'
    const call = castCall({ chapter, scene, outcome: 'unknown', start, seed: `failed call ${rank}`, now })
    if (code) {
      const reason = `INVITE failed: sip status: ${code}: ${SIP[code]} (SIP ${code})`
      return { ...call, status: 'failed', lines: [], error: { code, reason }, ending: '' }
    }
    const reason = 'custom_llm generation failed'
    return { ...call, status: 'failed', lines: call.lines.slice(0, 4), error: { code: 1011, reason }, ending: reason }
  })
}
