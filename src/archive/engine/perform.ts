import type { Database } from './database.ts'
import type { Statement, Work } from './work.ts'

/** Does the work, to its end and without a pause. To be called inside a transaction. */
export function perform<T>(work: Work<T>, db: Database): T {
  let step = work.next()
  while (!step.done) {
    let told: unknown
    try {
      told = tell(step.value, db)
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(told)
  }
  return step.value
}

function tell({ want, query }: Statement, db: Database): unknown {
  if (want === 'all') return db.all(query)
  return want === 'first' ? db.get(query) : db.run(query)
}
