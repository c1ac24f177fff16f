import type { Analysis } from '../../analysis/index.ts'
import { plural } from '../../render/text.ts'
import { repetitionNote, stuckNote } from '../odd-calls.ts'

type Remarks = Analysis['remarks']

/** What the numbers rest on beside what the API says, and calls that are not where one would look for them. */
export function remarkNotes({ overruled, stuck, comparedInPart, wordsForNothing }: Remarks): string[] {
  const { tool = 0, transfer = 0 } = overruled
  const words = wordsForNothing.map(([word, count]) => `${JSON.stringify(word)} ${count}`)
  return [
    ...stuckNote(stuck),
    ...repetitionNote(comparedInPart),
    ...(tool > 0
      ? [
          `In ${plural(tool, 'call')} the API marks tool calls as never run although their results show that they ran; they count as run.`,
        ]
      : []),
    ...(transfer > 0
      ? [
          `In ${plural(transfer, 'call')} a transfer to an agent reported by the API stayed within the same agent; it does not count as one.`,
        ]
      : []),
    ...(words.length > 0 ? [`Collected texts that mean "nothing" count as values: ${words.join(', ')}.`] : []),
  ]
}
