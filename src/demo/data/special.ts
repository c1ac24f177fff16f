import { daysBefore } from './calendar.ts'
import type { Call } from './call.ts'
import { castCall, type Role } from './casting.ts'
import { failedCalls } from './special-failed.ts'
import { hostileCall } from './special-hostile.ts'
import { longCall } from './special-long.ts'

/** Calls that are worth knowing by id: each is the example of a case that readers of calls must handle. */
export const SPECIAL = {
  /** Still going on: no transcript, no duration yet. */
  running: 'conv_82015tnzky07zf41cf7pn0cgq4pe',
  /** Just ended: its transcript is there, its analysis is not. */
  processing: 'conv_7701s3xzv9gd2kan4e0f1g6rgmyy',
  /** An outbound call that never connected (SIP 404). */
  failed: 'conv_0001dv0c1811t8tscz92rxxws44g',
  /** Two and a half hours, more than 1,500 turns; the caller says a serial number once (LONG_CALL_SERIAL). */
  long: 'conv_24014g0h5qmgnf7z1xtqvxjnc3mf',
  /** The caller and the data try to pass for instructions and for other turns (HOSTILE_MARKS). */
  hostile: 'conv_0901m9a9jxjwesmtxqmj7k1jbkcf',
  /** Done after a second, as the agent's first message lacked a variable; no transcript. */
  missingVariables: 'conv_30012k6gvzwxfcfb04c7e840exff',
  /** Done, with a transcript, but never analysed. */
  unanalysed: 'conv_2401hvmj5jdy8q6b1f1226fxj11k',
} as const

const MINUTE = 60
const HOUR = 3_600

/** The calls named above, and some more that failed. */
export function specialCalls(now: number): Call[] {
  const orders = { agent: 'orders', version: 1 } as const
  const energy = { agent: 'energy', version: 3 } as const
  const yesterday = daysBefore(now, 1)
  const cast = (id: string, role: Omit<Role, 'seed' | 'now'>): Call => ({ ...castCall({ ...role, seed: id, now }), id })

  const status = { chapter: orders, scene: 'order status' }
  const parcel = { chapter: { agent: 'parcels', version: 4 }, scene: 'track a parcel' } as const
  const reminder = { chapter: { agent: 'clinic', version: 2 }, scene: 'reminder' } as const
  const whyItWentUp = { chapter: energy, scene: 'why it went up' }
  return [
    {
      ...cast(SPECIAL.running, { ...parcel, outcome: 'unknown', start: now - 3 * MINUTE }),
      status: 'in-progress',
      lines: [],
      ending: '',
    },
    {
      ...cast(SPECIAL.processing, { ...status, outcome: 'success', start: now - 8 * MINUTE }),
      status: 'processing',
    },
    {
      ...cast(SPECIAL.failed, { ...reminder, outcome: 'unknown', start: yesterday + 15 * HOUR }),
      status: 'failed',
      lines: [],
      error: { code: 404, reason: 'INVITE failed: sip status: 404: Invalid destination number D11 (SIP 404)' },
      ending: '',
    },
    longCall(cast(SPECIAL.long, { ...whyItWentUp, outcome: 'success', start: daysBefore(now, 2) + 9 * HOUR })),
    hostileCall(cast(SPECIAL.hostile, { ...status, outcome: 'failure', start: yesterday + 10 * HOUR })),
    {
      ...cast(SPECIAL.missingVariables, { ...reminder, outcome: 'unknown', start: daysBefore(now, 3) + 14 * HOUR }),
      lines: [],
      summary: 'The call ended before anything was said.',
      collected: {},
      ending: "Missing required dynamic variables in first message: {'patient_name'}",
    },
    {
      ...cast(SPECIAL.unanalysed, { ...status, outcome: 'unknown', start: yesterday + 16 * HOUR }),
      analysed: false,
    },
    ...failedCalls(now),
  ]
}
