import type { Finder } from './finder.ts'

/** Ids that the call has named as its user's, wherever they stand in it. */
export const findUserIds: Finder = (text, { userIds }) => {
  const ids = [...userIds].filter(id => text.includes(id)).sort((a, b) => b.length - a.length)
  if (ids.length === 0) return []
  const any = ids.map(id => id.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${any.join('|')})(?![\\p{L}\\p{N}_])`, 'gu')
  return [...text.matchAll(pattern)].map(({ 0: key, index }) => ({ start: index, end: index + key.length, key }))
}

/** Long enough, and with a digit or sign: "guest" or "12" in a text is not the user's id. */
export const isDistinctive = (id: string): boolean => id.length >= 5 && /[^\p{L}\s]/u.test(id)
