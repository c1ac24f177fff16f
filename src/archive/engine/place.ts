import type { Store } from './store.ts'

/** Where an archive is, or would be. Nothing is made, opened or asked before one of its methods is called. */
export interface Place {
  /** For people: the path of a file, or server, database and schema; null: it goes with this process. @throws ArchiveError */
  readonly name: string | null
  /** What it takes to keep an archive there, for people. */
  readonly needs: string
  /** What there is of that. @throws ArchiveError where it is missing */
  found(): Promise<string>
  /** Opens the archive, which is made where there is none. @param now Unix seconds @throws ArchiveError */
  open(now: number): Promise<Store>
  /** Looks without making anything. @throws ArchiveError */
  look(): Promise<Look>
  /** Tries whether an archive could be written there, and leaves no trace. @returns what was tried @throws ArchiveError */
  try(): Promise<string>
  /** Removes the archive, whatever state it is in. Processes that have it open notice. @throws ArchiveError */
  remove(): Promise<void>
}

export interface Look {
  /** Room that the archive takes; null: there is none. */
  bytes: number | null
  /** Profiles beside it that have an archive for the same host of the API. */
  others: string[]
}

/** Which archive: calls of two hosts must not mix, and each workspace has a profile of its own. */
export interface ArchiveOf {
  host: string
  profile: string
}
