import type { CallSelection } from '../domain/filter.ts'
import { formatDuration, formatInstant } from '../domain/time.ts'
import type { Mirrored, SyncEstimate, SyncReport } from '../mirror/mirror.ts'
import { quote } from '../render/quote.ts'
import { fact, number, plural } from '../render/text.ts'
import { archivedAt } from './coverage.ts'
import type { ToolContext } from './define.ts'
import type { Selection } from './selection.ts'

/** Calls of the archive, with the words for how complete and how fresh they are. */
export interface FromArchive extends Pick<Mirrored, 'archive' | 'report'> {
  /** The last sentence of what an answer covers. */
  read: string
  /** What is missing, and what to do about it; then what is left out. Empty: nothing is. */
  notes: string[]
  /** The calls and turns that cannot be read, which are no reason to wait. */
  leftOut: string[]
}

/**
 * Makes the archive hold the selected calls, as far as patience allows.
 * @param details whether whole calls are needed, not only what lists tell
 * @throws ArchiveError; the API's error where nothing at all could be read
 */
export async function fromArchive(
  selection: Pick<Selection, 'filter' | 'window' | 'zone'>,
  details: boolean,
  context: ToolContext,
): Promise<FromArchive> {
  const mirror = await context.mirror()
  const { archive, report, rest } = await mirror.ensure(
    { filter: selection.filter, window: selection.window, details },
    context,
  )
  const leftOut = [...whatIsLeftOut(report, selection.zone), ...(details ? await turnsLeftOut(archive, selection) : [])]
  const from = archivedAt(context, report.readAt, selection.zone, mirror.profile)
  return {
    archive,
    report,
    read: from + (await notOfProduction(archive, selection)),
    leftOut,
    notes: [...missing(report, rest), ...leftOut],
  }
}

/** Environments that are named; nobody has many. */
const MOST_NAMED = 5

/** Calls of tests count like others, so whoever reads the numbers must know of them. */
async function notOfProduction(archive: FromArchive['archive'], selection: CallSelection) {
  if (selection.filter.environment !== undefined) return ''
  const { countElsewhere } = await import('../archive/environments.ts')
  const found = countElsewhere(archive, selection)
  if (found.length === 0) return ''
  const named = found
    .slice(0, MOST_NAMED)
    .map(({ environment, calls }) => `${plural(calls, 'call')} of ${quote(environment)}`)
  const rest = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more environments` : ''
  return ` Not of production: ${named.join(', ')}${rest}; where ["environment=production"] leaves them out.`
}

/** Their calls count by the rest. */
async function turnsLeftOut(archive: FromArchive['archive'], { filter, window }: Pick<Selection, 'filter' | 'window'>) {
  const { lostTurnsAmong } = await import('../archive/lost-turns.ts')
  const lost = lostTurnsAmong(archive, filter, window)
  if (lost === null) return []
  const { calls, turns, example } = lost
  const where = calls === 1 ? fact(example) : `${plural(calls, 'call')} (such as ${fact(example)})`
  return [`${plural(turns, 'turn')} of ${where} could not be read and ${isAre(turns)} left out; the rest counts.`]
}

/** Says first that the numbers are not those of all calls: whoever reads no further must not miss it. */
function missing(report: SyncReport, rest: SyncEstimate | null): string[] {
  const { complete, details, partial, goesOn } = report
  if (complete) return []
  const basis =
    details.needed > 0
      ? ', newest first; what only whole calls tell rests on these.'
      : ', and this answer rests on these only.'
  const effort = rest
    ? ` Left: about ${plural(rest.requests, 'request')}, ${formatDuration(Math.ceil(rest.secs))}, ${rest.megabytes.toFixed(1)} MB.`
    : ''
  return [`INCOMPLETE: ${haveSoFar(report)}${basis} ${partial ?? ''}${effort}${howToGoOn(goesOn)}`]
}

/** How many calls are here: of all, or of those that the lists have shown so far. */
export const haveSoFar = ({ listed, details }: SyncReport): string =>
  details.needed > 0
    ? `${number(details.have)} of ${plural(details.needed, 'call')}${listed.toEnd ? '' : ' listed so far'} read in full${listed.toEnd ? ' so far' : ''}`
    : `${plural(listed.calls, 'call')} listed${listed.toEnd ? '' : ' so far'}`

export const howToGoOn = (goesOn: boolean): string =>
  goesOn ? ' Reading goes on in the background: ask the same again then.' : ' Ask the same again to go on.'

/** Calls that no further reading brings, by name. */
export function whatIsLeftOut({ unreadable, vanished }: SyncReport, zone: string): string[] {
  const { calls, older, againAt, examples } = unreadable
  const none = calls - older
  const reasons = examples.map(({ reason }) => reason).join(' ')
  const others = calls > examples.length ? ` And ${number(calls - examples.length)} more.` : ''
  const again = againAt === null ? '' : ` Tried again from ${formatInstant(againAt, zone)} on.`
  const left = [
    none > 0 && `${plural(none, 'call')} cannot be read in full and ${isAre(none)} left out where that is needed`,
    older > 0 &&
      `${plural(older, 'call')} cannot be read as ${older === 1 ? 'it is' : 'they are'} now and ${counts(older)} as read before`,
  ].filter(Boolean)
  return [
    ...(calls > 0 ? [`${left.join('; ')}: ${reasons}${others}${again}`] : []),
    ...(vanished.length > 0
      ? [
          `Left out, since the list shows ${vanished.length === 1 ? 'it' : 'them'} but the API does not find ${vanished.length === 1 ? 'it' : 'them'}: ${named(vanished)}.`,
        ]
      : []),
  ]
}

const isAre = (count: number): string => (count === 1 ? 'is' : 'are')
const counts = (count: number): string => (count === 1 ? 'counts' : 'count')

/** Ids, as many as a line holds. */
function named(ids: readonly string[]): string {
  const more = ids.length > 5 ? ` and ${number(ids.length - 5)} more` : ''
  return `${ids.slice(0, 5).map(fact).join(', ')}${more}`
}
