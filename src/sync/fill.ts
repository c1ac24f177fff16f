import { readDetails } from './calls/details.ts'
import { proofOfDeletion } from './calls/proof-of-deletion.ts'
import { readDue } from './calls/read-due.ts'
import { idsToRecheck } from './calls/recheck.ts'
import { readLists } from './lists/read-lists.ts'
import type { Question } from './question.ts'
import type { Effort, Halt } from './run/sync-context.ts'

/**
 * Reads all that the question needs and the archive does not hold yet.
 * @returns why something is still missing, where it is not single calls that failed
 * @throws the signal's reason; UserInputError where the API refuses the filter; ArchiveError
 */
export async function fill(question: Question, effort: Effort): Promise<Halt | null> {
  for (const scope of question.scopes) {
    const halt = await readLists(question, scope, effort)
    if (halt) return halt
  }
  // Those that are gone become tombstones.
  const halt = await readDue(effort, archive => idsToRecheck(question, archive), proofOfDeletion(question))
  if (halt || question.detailed === null) return halt
  return readDetails(question.detailed, effort)
}
