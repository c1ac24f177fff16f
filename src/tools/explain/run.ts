import { inTurns } from '../../pieces.ts'
import type { ToolContext } from '../define.ts'
import { syncAll } from '../sync-all.ts'
import { explainAnswer } from './answer.ts'
import { groupsOf } from './groups.ts'
import type { ExplainAnswer, ExplainInput } from './schema.ts'

/** All that bodies tell, and nothing that only other lists do. */
const NEEDS = { details: true, topics: false, laterSecs: 0 }

/** From the question to the answer: which calls, what must be synced for them, what sets them apart. */
export async function explainCalls(request: ExplainInput, context: ToolContext): Promise<ExplainAnswer> {
  const engine = await import('../../explain/index.ts')
  const groups = await groupsOf(request, context)
  const [first, second] = groups.map(({ selection }) => selection) as [
    (typeof groups)[0]['selection'],
    (typeof groups)[1]['selection'],
  ]
  const synced = await syncAll([first, second], NEEDS, [], context)
  const question = { first, second, zone: first.zone, rows: request.page_size }
  const explanation = await inTurns(engine.explainInPieces(synced[0]!.archive, question), context.signal)
  return explainAnswer(request, { groups, synced, explanation }, context)
}
