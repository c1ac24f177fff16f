import { triage } from '../../src/triage/triage.ts'
import { TRIAGE } from './plain-triage.ts'
import type { Question } from './question.ts'

export const QUEUE: Question = {
  name: 'the calls to look at first',
  async ours(archive) {
    const { rows, bySignal, scored, flagged, unread, unfinished } = await triage(archive, {
      filter: {},
      limit: 10,
      offset: 0,
    })
    return [
      rows.map(({ conversationId, score }) => [conversationId, score]),
      ...[scored, flagged, unread, unfinished, ...Object.values(bySignal)],
    ]
  },
  plain(db) {
    const { page, ...counts } = db.get(TRIAGE)!
    return [JSON.parse(String(page)), ...Object.values(counts)]
  },
}
