import { previousWindow } from '../domain/previous-window.ts'
import { formatWindow } from '../domain/time.ts'
import { UserInputError } from '../errors.ts'
import { plural } from '../render/text.ts'
import type { ToolContext } from './define.ts'
import { filterInputOf } from './name-value.ts'
import type { FilterInput } from './params.ts'
import { resolveSelection, type Selection } from './selection.ts'
import { againstPrevious } from './versions/against-previous.ts'
import { isPreviousVersion } from './versions/previous.ts'

/** The calls that others are compared with. */
export interface Other {
  label: string
  selection: Selection
  /** In the place of the first selection, where that is made narrower. */
  first?: Selection
}

const TAKES = 'previous_period, previous_version or name=value, for example agent_id=Sales or after=2026-09 (all of it)'

/** Together they are one window: whoever gives one of them gives them all. */
const TIMES = ['after', 'before', 'call_start_after_unix', 'call_start_before_unix'] as const

/**
 * What `compare_to` means beside the first selection: the period before, the version before, or other filters in the
 * place of its own.
 * @throws UserInputError naming the entry that is wrong
 */
export async function otherSelection(
  entries: readonly string[],
  given: FilterInput,
  first: Selection,
  context: ToolContext,
): Promise<Other> {
  if (entries.some(entry => isPrevious(entry) || isPreviousVersion(entry))) {
    if (entries.length > 1)
      throw new UserInputError(
        'compare_to takes either previous_period or previous_version alone, or name=value entries.',
      )
    if (isPreviousVersion(entries[0]!)) return againstPrevious(first, context)
    return { label: 'the previous period', selection: before(first, given.after, context.now()) }
  }
  const own = filterInputOf(entries, 'compare_to', TAKES)
  const kept = { ...given }
  if (TIMES.some(name => own[name] !== undefined)) for (const name of TIMES) delete kept[name]
  const selection = await resolveSelection({ ...kept, ...own }, { ...context, setAside: [] })
  selection.notes.push(...unequal(first.window, selection.window, context.now()))
  return { label: 'the other selection', selection }
}

/** Months of 28 and of 31 days are as good as equal. */
const MOST_UNEQUAL = 1.15

/** That more calls may be more time: of windows whose both ends are known. */
function unequal(one: Selection['window'], other: Selection['window'], now: number): string[] {
  const [first, second] = [one, other].map(window =>
    window?.afterUnix === undefined ? 0 : Math.min(window.beforeUnix ?? now, now) - window.afterUnix,
  ) as [number, number]
  if (first <= 0 || second <= 0 || Math.max(first / second, second / first) < MOST_UNEQUAL) return []
  return [
    `its window is ${timeSpan(second)} long, the first one ${timeSpan(first)}: compare rates, not counts or sums.`,
  ]
}

function timeSpan(secs: number): string {
  const [number, unit] =
    secs < 7200 ? [secs / 60, 'minute'] : secs < 48 * 3600 ? [secs / 3600, 'hour'] : [secs / 86_400, 'day']
  return plural(Math.round(number), unit)
}

export const isPrevious = (entry: string): boolean => /^previous[ _-]?period$/i.test(entry.trim())

function before(first: Selection, after: string | undefined, now: number): Selection {
  if (!first.window) throw new UserInputError('previous_period needs a window: set after, for example this week or 7d.')
  const window = previousWindow(first.window, now, after)
  return { ...first, window, described: { ...first.described, window: formatWindow(window) }, notes: [] }
}
