import { previousWindow } from '../../domain/previous-window.ts'
import { UserInputError } from '../../errors.ts'
import { inTurns } from '../../pieces.ts'
import { isPrevious } from '../compare-to.ts'
import type { ToolContext } from '../define.ts'
import type { Selection } from '../selection.ts'
import { syncAll } from '../sync-all.ts'
import { explainAnswer } from './answer.ts'
import { groupsOf } from './groups.ts'
import type { ExplainAnswer, ExplainInput } from './schema.ts'

/** All that bodies tell, and nothing that only other lists do. */
const NEEDS = { details: true, topics: false, laterSecs: 0 }
/** Phrases of each speaker. */
const WORDS = 4

/** From the question to the answer: which calls, what must be synced for them, what sets them apart. */
export async function explainCalls(request: ExplainInput, context: ToolContext): Promise<ExplainAnswer> {
  const engine = await import('../../explain/index.ts')
  const groups = await groupsOf(request, context)
  const [first, second] = [groups[0].selection, groups[1].selection]
  const hasModes = request.include.includes('modes')
  const before = hasModes ? periodBefore(request, first, second, context.now()) : null
  const own = before && before !== second ? before : null
  const synced = await syncAll([first, second, ...(own ? [own] : [])], NEEDS, [], context)
  const isBeforeMissing = own !== null && !synced[2]!.report.complete
  const question = {
    ...{ first, second, zone: first.zone, modes: hasModes, before: isBeforeMissing ? null : before },
    rows: request.include.includes('facts') ? request.page_size : 0,
    words: request.include.includes('words') ? WORDS : 0,
  }
  const explanation = await inTurns(engine.explainInPieces(synced[0]!.archive, question), context.signal)
  return explainAnswer(request, { groups, synced, explanation, isBeforeMissing }, context)
}

/** The calls that modes are compared with; null: nothing can lie before. */
function periodBefore(request: ExplainInput, first: Selection, second: Selection, now: number): Selection | null {
  if (request.compare_to) return request.compare_to.some(isPrevious) ? second : null
  if (first.window?.afterUnix === undefined) return null
  try {
    return { ...first, window: previousWindow(first.window, now, request.after) }
  } catch (error) {
    if (error instanceof UserInputError) return null
    throw error
  }
}
