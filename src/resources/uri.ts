import { UserInputError } from '../errors.ts'

/** Addresses of resources. An id is one encoded segment, so that none can point elsewhere. */
export const conversationUri = (id: string): string => `conversation://${encodeURIComponent(id)}`

/** The newest calls. */
export const RECENT_URI = 'conversations://recent'

export const turnsUri = (id: string, from: number, to: number): string => `${conversationUri(id)}/turns/${from}-${to}`

/** @throws UserInputError where the encoding is broken */
export function idOf(variables: Record<string, string | string[]>): string {
  try {
    return decodeURIComponent(String(variables.conversation_id))
  } catch {
    throw new UserInputError('Invalid URI encoding: % must start a code such as %2F.')
  }
}
