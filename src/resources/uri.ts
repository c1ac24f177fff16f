/** Addresses of resources. An id is one encoded segment, so that none can point elsewhere. */
export const conversationUri = (id: string): string => `conversation://${encodeURIComponent(id)}`

export const turnsUri = (id: string, from: number, to: number): string => `${conversationUri(id)}/turns/${from}-${to}`
