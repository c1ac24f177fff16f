import { Temporal } from 'temporal-polyfill'
import { UserInputError } from '../errors.ts'
import { quoted } from './time-input.ts'
import { zonesKnownAs, zonesSpeltLike } from './zone-names.ts'

const LONGEST_NAME = 60

/** +02:00, -0330, +2, and the same after UTC or GMT. */
const OFFSET = /^(?:utc|gmt)? ?([+-])(\d{1,2})(?::?([0-5]\d))?$/i

/** East of UTC; the Line Islands. */
const LARGEST_OFFSET_HOURS = 14

/**
 * The time zone of this name: an IANA name in any case, its spelling put right ("europe/berlin" → "Europe/Berlin"), or
 * a fixed offset ("+02:00", "UTC+2" → "+02:00"). Without a name it is the fallback, which has been checked before.
 * Temporal knows the offsets as zones; `Intl` of Node 20 does not.
 * @throws UserInputError for anything else, with up to three names that may be meant. Abbreviations are refused even
 * where the computer knows them: its EST has no daylight saving time.
 */
export function resolveZone(name: string | undefined, fallback: string): string {
  const wanted = name?.trim()
  if (!wanted) return fallback
  if (wanted.length > LONGEST_NAME) throw unknownZone(wanted, [])
  if (OFFSET.test(wanted)) return offsetZone(wanted)
  const meant = zonesKnownAs(wanted)
  if (meant.length > 0) throw unknownZone(wanted, meant)
  const zone = wanted.toLowerCase() === 'z' ? 'UTC' : knownZone(wanted.replace(/\s+/g, '_'))
  if (zone === undefined) throw unknownZone(wanted, zonesSpeltLike(wanted))
  return zone
}

/** The zone this computer is set to; UTC where it does not say. */
export function computerZone(): string {
  return knownZone(new Intl.DateTimeFormat().resolvedOptions().timeZone ?? '') ?? 'UTC'
}

function offsetZone(name: string): string {
  const [, sign, hours = '', minutes = '00'] = OFFSET.exec(name) ?? []
  if (Number(hours) > LARGEST_OFFSET_HOURS) throw unknownZone(name, [])
  return Number(hours) + Number(minutes) === 0 ? 'UTC' : `${sign}${hours.padStart(2, '0')}:${minutes}`
}

/** The well-spelt name; undefined where the computer has no such zone. */
function knownZone(name: string): string | undefined {
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId
  } catch {
    return undefined
  }
}

function unknownZone(name: string, suggestions: string[]): UserInputError {
  const meant = suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : ''
  return new UserInputError(
    `Unknown time zone ${quoted(name)}.${meant} ` +
      'Give an IANA name such as America/New_York, Europe/Berlin or UTC, or an offset such as +02:00.',
  )
}
