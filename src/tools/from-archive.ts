import { MOST_CHARACTERS, MOST_MEMBERS } from '../api/tolerant.ts'
import type { CallSelection } from '../domain/filter.ts'
import { SEARCHED_LENGTH } from '../domain/searched.ts'
import { formatInstant } from '../domain/time.ts'
import type { SyncEstimate, Synced, SyncReport } from '../mirror/mirror.ts'
import { idText, quote } from '../render/quote.ts'
import { formatCount, plural } from '../render/text.ts'
import { archivedAt } from './coverage.ts'
import type { ToolContext } from './define.ts'
import { aheadNote, undatedNote, unnamedNote } from './odd-calls.ts'
import type { Selection } from './selection.ts'

/** Calls of the archive, with the words for how complete and how fresh they are. */
export interface FromArchive extends Pick<Synced, 'archive' | 'report'> {
  /** The last sentences of what an answer covers: where from and when, and how many calls are not of production. */
  read: string
  /** The first of these. */
  source: string
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
  const leftOut = [
    ...whatIsLeftOut(report, selection.zone),
    ...(details ? await partsLeftOut(archive, selection) : []),
    ...(selection.filter.said ? await notSearched(archive, selection) : []),
    ...(await oddStarts(archive, selection, context.now())),
  ]
  const source = archivedAt(context, report.readAt, selection.zone, await mirror.profile())
  return {
    archive,
    report,
    read: source + (await notOfProduction(archive, selection)),
    source,
    leftOut,
    notes: [...missing(report, rest), ...leftOut],
  }
}

/** What the second of two compared selections rests on, as far as the first does not say it. */
export function readBeside({ source }: FromArchive, { read }: FromArchive): string {
  return read.startsWith(source) ? read.slice(source.length).trim() : read
}

/** Environments that are named; nobody has many. */
const MOST_NAMED = 5

/** Calls of tests count like others, so whoever reads the numbers must know of them. */
async function notOfProduction(archive: FromArchive['archive'], selection: CallSelection) {
  if (selection.filter.environment !== undefined) return ''
  const { countElsewhere } = await import('../archive/read/environments.ts')
  const { found, isLeast } = await archive.read(countElsewhere(selection))
  if (found.length === 0) return ''
  const named = found
    .slice(0, MOST_NAMED)
    .map(({ environment, calls }) => `${plural(calls, 'call')} in ${quote(environment)}`)
  const rest = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more environments` : ''
  return ` Not production: ${isLeast ? 'at least ' : ''}${named.join(', ')}${rest}; where ["environment=production"] excludes them.`
}

type Asked = Pick<Selection, 'filter' | 'window'>

/** Their calls count by the rest. */
async function partsLeftOut(archive: FromArchive['archive'], { filter, window }: Asked): Promise<string[]> {
  const { readInPart, withoutTranscript } = await import('../archive/read/read-in-part.ts')
  const deleted = await archive.read(withoutTranscript(filter, window))
  const lost = await archive.read(readInPart('lost_turns', filter, window))
  const cut = await archive.read(readInPart('cut', filter, window))
  return [
    ...(deleted
      ? [
          `${where(deleted)} ${deleted.calls === 1 ? 'has' : 'have'} no transcript (deleted by ElevenLabs, or left out of the data); what only it tells is unknown.`,
        ]
      : []),
    ...(lost
      ? [
          `${plural(lost.parts, 'turn')} of ${where(lost)} could not be read and ${isAre(lost.parts)} excluded; the rest counts.`,
        ]
      : []),
    ...(cut
      ? [
          `Lists or texts of ${where(cut)} are longer than what is read (${formatCount(MOST_MEMBERS)} entries, ${formatCount(MOST_CHARACTERS)} characters); the rest does not count and is only in the raw JSON.`,
        ]
      : []),
  ]
}

/** A call whose start cannot be read is in no window, and one of the future in few. */
async function oddStarts(archive: FromArchive['archive'], { filter, window }: Asked, now: number): Promise<string[]> {
  const { countAhead, countUndated } = await import('../archive/read/count-calls.ts')
  const hasWindow = window?.afterUnix !== undefined || window?.beforeUnix !== undefined
  return [
    ...(hasWindow ? undatedNote(await archive.read(countUndated(filter))) : []),
    ...aheadNote(await archive.read(countAhead(filter, now))),
  ]
}

/** That words were not looked for everywhere. */
export async function notSearched(archive: FromArchive['archive'], { filter, window }: Asked): Promise<string[]> {
  const { readInPart } = await import('../archive/read/read-in-part.ts')
  const longer = await archive.read(readInPart('unsearched', filter, window))
  if (!longer) return []
  return [
    `Searched of a turn: its first ${formatCount(SEARCHED_LENGTH)} characters; ${plural(longer.parts, 'turn')} of ${where(longer)} ${isAre(longer.parts)} longer.`,
  ]
}

const where = ({ calls, example }: { calls: number; example: string }): string =>
  calls === 1 ? idText(example) : `${plural(calls, 'call')} (such as ${idText(example)})`

/** Says first that the numbers are not those of all calls: whoever reads no further must not miss it. */
function missing(report: SyncReport, rest: SyncEstimate | null): string[] {
  if (report.complete) return []
  return [
    `INCOMPLETE: numbers and ranking will change; do not report them. ${haveSoFar(report, rest)}`,
    howToGoOn(report),
  ]
}

/** How many calls are here, of how many, and how long the others take at the rate that was measured. */
export function haveSoFar(report: SyncReport, rest: SyncEstimate | null = null): string {
  const { listed, details, remainingSecs } = report
  const total =
    listed.toEnd || !rest || rest.calls <= listed.calls ? '' : ` (about ${formatCount(rest.calls)} in total)`
  const listing = listed.toEnd ? '' : ' listed so far'
  const have =
    details.needed > 0
      ? `Read so far: ${formatCount(details.have)} of ${plural(details.needed, 'call')}${listing}${total}, newest first.`
      : `Listed so far: ${plural(listed.calls, 'call')}${total}, newest first.`
  // Where the rest cannot be read, no rate tells when it can.
  const failed = details.failed.length
  const isHeld =
    report.error !== null ||
    (failed > 0 && details.needed - details.have <= failed) ||
    (details.needed > 0 && details.have === 0 && !report.goesOn && report.partial !== null)
  const secs = isHeld ? null : (remainingSecs ?? rest?.secs)
  return secs ? `${have} Time left at the current rate: about ${roughly(secs)}.` : have
}

const roughly = (secs: number): string => {
  if (secs < 90) return `${Math.ceil(secs)} s`
  return secs < 90 * 60 ? `${Math.ceil(secs / 60)} min` : `${Math.ceil(secs / 3600)} h`
}

/** What hinders, where it is more than that time was short; and what to do. */
export function howToGoOn({ partial, goesOn, error, details, listed }: SyncReport): string {
  const isHindered = !goesOn || error !== null || details.failed.length > 0 || !listed.toEnd
  const next = goesOn
    ? 'Sync continues in the background; repeat the request later.'
    : 'Repeat the request to continue.'
  return isHindered && partial ? `${partial} ${next}` : next
}

/** Calls that no further reading brings, by name. */
export function whatIsLeftOut({ unreadable, vanished, unnamed, keptSince }: SyncReport, zone: string): string[] {
  const { calls, older, againAt, examples } = unreadable
  const none = calls - older
  const reasons = examples.map(({ reason }) => reason).join(' ')
  const others = calls > examples.length ? ` And ${formatCount(calls - examples.length)} more.` : ''
  const again = againAt === null ? '' : ` Next retry from ${formatInstant(againAt, zone)}.`
  const left = [
    none > 0 && `${plural(none, 'call')} cannot be read and ${isAre(none)} excluded where transcripts are needed`,
    older > 0 && `${plural(older, 'call')} cannot be read again; ${older === 1 ? 'its' : 'their'} earlier copy counts`,
  ].filter(Boolean)
  return [
    ...(calls > 0 ? [`${left.join('; ')}: ${reasons}${others}${again}`] : []),
    ...(vanished.length > 0 ? [`Excluded, listed by the API but not found when read: ${named(vanished)}.`] : []),
    ...unnamedNote(unnamed),
    ...(keptSince === null
      ? []
      : [
          `Excluded: calls that started before ${formatInstant(keptSince, zone)}; the archive keeps none that are older (--retention-days).`,
        ]),
  ]
}

const isAre = (count: number): string => (count === 1 ? 'is' : 'are')

/** Ids, as many as a line holds. */
function named(ids: readonly string[]): string {
  const more = ids.length > 5 ? ` and ${formatCount(ids.length - 5)} more` : ''
  return `${ids.slice(0, 5).map(idText).join(', ')}${more}`
}
