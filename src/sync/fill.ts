import { readDetails } from './calls/details.ts'
import { proofOfDeletion } from './calls/proof-of-deletion.ts'
import { readDue } from './calls/read-due.ts'
import { dueToRecheck } from './calls/recheck.ts'
import { readLists } from './lists/read-lists.ts'
import type { SyncQuestion } from './question.ts'
import type { StopReason, SyncContext } from './run/sync-context.ts'

/**
 * Reads all that the question needs and the archive does not hold yet.
 * @returns why something is still missing, where it is not single calls that failed
 * @throws the signal's reason; UserInputError where the API refuses the filter; ArchiveError
 */
export async function fill(question: SyncQuestion, context: SyncContext): Promise<StopReason | null> {
  for (const scope of question.scopes) {
    const stopped = await readLists(question, scope, context)
    if (stopped?.error) return stopped
    // A list that leads nowhere is no reason to leave unread what it has shown.
    if (stopped) return (question.detailed && (await readDetails(question.detailed, context))) ?? stopped
  }
  // Deleted ones become tombstones.
  const stopped = await readDue(context, dueToRecheck(question), proofOfDeletion(question))
  if (stopped || question.detailed === null) return stopped
  return readDetails(question.detailed, context)
}
