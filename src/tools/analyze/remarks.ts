import type { Analysis } from '../../analysis/index.ts'
import { plural } from '../../render/text.ts'
import { stuckNote, undatedNote } from '../odd-calls.ts'

type Remarks = Analysis['remarks']

/** What the numbers rest on beside what the API says, and calls that are not where one would look for them. */
export function remarkNotes({ overruled, stuck, withoutStart, wordsForNothing }: Remarks): string[] {
  const { tool = 0, transfer = 0 } = overruled
  const words = wordsForNothing.map(([word, count]) => `${JSON.stringify(word)} ${count}`)
  return [
    ...stuckNote(stuck),
    ...undatedNote(withoutStart),
    ...(tool > 0
      ? [
          `In ${plural(tool, 'call')} the API marks tool calls as never run whose results say that they ran: they count as run.`,
        ]
      : []),
    ...(transfer > 0
      ? [
          `In ${plural(transfer, 'call')} what the API calls a transfer to an agent stayed within one agent: it does not count as one.`,
        ]
      : []),
    ...(words.length > 0 ? [`Collected texts that say there is nothing count as values: ${words.join(', ')}.`] : []),
  ]
}
