import type { Statement, Work } from '../../engine/work.ts'
import { gather } from '../../tally/gather.ts'
import { Finished } from '../../tally/tally.ts'
import type { Reader } from './reader.ts'

/** Does the work by a reader, statement by statement; between them others get their turn in this thread. */
export async function performBy<T>(reader: Reader, work: Work<T>): Promise<T> {
  let step = work.next()
  while (!step.done) {
    let told: unknown
    try {
      told = await tell(step.value, reader)
    } catch (error) {
      step = work.throw(error)
      continue
    }
    step = work.next(told)
  }
  return step.value
}

async function tell(statement: Statement, reader: Reader): Promise<unknown> {
  if (statement.want === 'tally') {
    const work = gather(statement.tallying)
    return await performBy(reader, statement.narrowed?.(work) ?? work)
  }
  if (statement.want === 'count') return new Finished(await reader.count(statement.queries, statement.recipe))
  if (statement.want !== 'all' && statement.want !== 'first') throw new Error('a reader does not write')
  return await reader.ask(statement.want, statement.query)
}
