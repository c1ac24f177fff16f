import type { ArchiveOf } from '../engine/place.ts'

/* What the comment of a schema says of it, for people and for us. */

export const about = ({ host, profile }: ArchiveOf): string =>
  `conversations-mcp: archive of ${host}, profile ${JSON.stringify(profile)}`

/** null: it is not one of ours. */
export function readAbout(comment: string | null): ArchiveOf | null {
  const [, host, profile] = /^conversations-mcp: archive of (\S+), profile (".*")$/s.exec(comment ?? '') ?? []
  if (host === undefined || profile === undefined) return null
  try {
    return { host, profile: JSON.parse(profile) }
  } catch {
    return null
  }
}
