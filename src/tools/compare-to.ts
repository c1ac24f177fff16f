import * as z from 'zod/v4'
import { previousWindow } from '../domain/previous-window.ts'
import { formatWindow } from '../domain/time.ts'
import { UserInputError } from '../errors.ts'
import { parseArguments, unknownName } from './arguments.ts'
import type { ToolContext } from './define.ts'
import { filtersIn } from './name-value.ts'
import { FILTERS, type FilterInput, optionalShape } from './params.ts'
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
  const own = filtersOf(entries)
  const kept = { ...given }
  if (TIMES.some(name => own[name] !== undefined)) for (const name of TIMES) delete kept[name]
  const selection = await resolveSelection({ ...kept, ...own }, { ...context, setAside: [] })
  return { label: 'the other selection', selection }
}

export const isPrevious = (entry: string): boolean => /^previous[ _-]?period$/i.test(entry.trim())

function before(first: Selection, after: string | undefined, now: number): Selection {
  if (!first.window) throw new UserInputError('previous_period needs a window: set after, for example this week or 7d.')
  const window = previousWindow(first.window, now, after)
  return { ...first, window, described: { ...first.described, window: formatWindow(window) }, notes: [] }
}

/** Any filter, checked as strictly as if it were an argument of its own. */
function filtersOf(entries: readonly string[]): FilterInput {
  const takes = 'previous_period, previous_version or name=value, for example agent_id=Sales'
  const found = filtersIn(entries, { argument: 'compare_to', takes, checkName })
  return parseArguments(z.strictObject(optionalShape(FILTERS)), found)
}

function checkName(name: string): void {
  if (Object.hasOwn(FILTERS, name)) return
  throw new UserInputError(unknownName('filter in compare_to', name, Object.keys(FILTERS)))
}
