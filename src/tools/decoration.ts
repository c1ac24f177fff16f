import { ConversationsError } from '../errors.ts'
import type { ToolContext } from './define.ts'

/**
 * Names are decoration: a key that may not read agents or tags still reads calls, so where names cannot be read ids are
 * shown instead.
 */
export const decoration = <T>(names: Promise<T>, instead: T, { signal }: Pick<ToolContext, 'signal'>): Promise<T> =>
  names.catch(error => {
    if (signal.aborted || !(error instanceof ConversationsError)) throw error
    return instead
  })
