import { ConversationsError } from '../errors.ts'
import type { ToolContext } from './define.ts'

interface Row {
  id: string
  title: string | null
  summary?: string | null
}

/**
 * Rows with titles and summaries masked by what their calls tell: a list does not say which of its words is a name, so
 * each call that was not read of late is read for it. Of one that cannot be read, neither is shown.
 */
export async function maskedTitles<T extends Row>(rows: readonly T[], context: ToolContext): Promise<T[]> {
  const { source, mirror, redactor, signal } = context
  if (!redactor) return [...rows]
  const archive = await mirror()
  const masked = async (row: T): Promise<T> => {
    const { id, title, summary } = row
    if (title === null && (summary ?? null) === null) return row
    try {
      if (!redactor.knows(id) && !(await archive.freshCopy(id))) await source.get(id, signal)
    } catch (error) {
      if (signal.aborted || !(error instanceof ConversationsError)) throw error
      return { ...row, title: null, ...(summary && { summary: null }) }
    }
    const said = (text: string) => redactor.said(id, text)
    return { ...row, title: title && said(title), ...(summary && { summary: said(summary) }) }
  }
  return Promise.all(rows.map(masked))
}
