import type { Countable, CountedValue } from '../../archive/read/value-counts.ts'
import { plural } from '../../render/text.ts'
import type { ToolContext } from '../define.ts'
import { type FromArchive, fromArchive } from '../from-archive.ts'
import type { Selection } from '../selection.ts'

export interface Counts {
  values: CountedValue[]
  /** A sentence on the calls among which was counted. */
  about: string
  read: string
  notes: string[]
  archive: FromArchive['archive']
}

/** Only the detail of a call has them; lists, which are all that is read for a look at values, do not. */
const OF_DETAILS: readonly Countable[] = ['criteria', 'data_fields', 'environments']

/**
 * Values of calls, with the number of calls that have them.
 * @returns a text: why there are no numbers
 * @throws as `fromArchive`
 */
export async function countCalls(
  name: Countable,
  selection: Selection,
  context: ToolContext,
): Promise<Counts | string> {
  // Of the others there is a catalogue to show meanwhile.
  const { archive, read, notes } = await fromArchive(selection, name === 'environments', context)
  const { countSelected, countValues } = await import('../../archive/read/value-counts.ts')
  const { calls, inFull } = await archive.read(countSelected(selection))
  const isOfDetails = OF_DETAILS.includes(name)
  if (isOfDetails && inFull === 0 && calls > 0) {
    return 'no transcripts of the window are synced yet; analyze_conversations syncs them.'
  }
  const missing = isOfDetails && inFull < calls ? [unread(calls - inFull)] : []
  return {
    values: await archive.read(countValues(name, selection)),
    about: `The column calls counts the ${plural(isOfDetails ? inFull : calls, 'call')} of the window${isOfDetails ? ' whose transcripts are synced' : ''}.`,
    read,
    notes: [...notes, ...missing],
    archive,
  }
}

const unread = (calls: number): string =>
  `${plural(calls, 'call')} of the window without a synced transcript ${calls === 1 ? 'is' : 'are'} not counted here; analyze_conversations syncs them.`
