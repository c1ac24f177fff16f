import { ArchiveError } from '../errors.ts'

/* The words for an archive that does not work: what is wrong, what to do, and that not everything is lost. */

export const ELSEWHERE = 'choose another directory with --data-dir (CONVERSATIONS_MCP_DATA_DIR)'
export const STORE = '--store (CONVERSATIONS_MCP_STORE)'
export const REFILL = '"conversations-mcp archive delete" and let it fill itself again'
export const IN_FILE = 'keep the archive in a file (without --store)'
const AGAIN = 'Repeat the request to fill it again'
const STILL_WORKS =
  'The tools that read the live API (list_conversations, get_conversation, search_conversations with mode semantic or fuzzy) still work.'

export interface Failure {
  wrong: string
  todo: string
}

/** @param place the file, or whatever tells people which archive it is */
export const failure = (place: string, { wrong, todo }: Failure, cause?: unknown): ArchiveError =>
  new PlaceError(place, { wrong, todo }, cause)

class PlaceError extends ArchiveError {
  readonly place: string
  readonly failure: Failure

  constructor(place: string, failure: Failure, cause: unknown) {
    super(`The archive ${place} ${failure.wrong}. ${failure.todo}. ${STILL_WORKS}`, { cause })
    this.place = place
    this.failure = failure
  }
}

/** What to do about the archive of the settings, and about the place that `archive copy --to` names. */
const FOR_TARGET = [
  [ELSEWHERE, 'name another place with --to'],
  [STORE, '--to'],
  [IN_FILE, 'copy into a file'],
  [`Run ${REFILL}`, 'Remove it and run the same command again'],
  [`run ${REFILL}`, 'remove it and run the same command again'],
  [AGAIN, 'Run the same command again'],
] as const

/** The same failure where it is that of the place which a copy is made in; else itself. */
export function failureOfTarget(error: unknown, source: string): unknown {
  if (!(error instanceof PlaceError) || error.place === source) return error
  const { wrong, todo } = error.failure
  const mended = FOR_TARGET.reduce((text, [here, there]) => text.replace(here, there), todo)
  return new ArchiveError(`--to: ${error.place} ${wrong}. ${mended}.`, { cause: error })
}

/**
 * @param names steps of the schema that this version does not know
 * @param otherwise what else can be done
 */
export const newerArchive = (
  path: string,
  names: readonly string[],
  otherwise: string | null = ELSEWHERE,
): ArchiveError =>
  failure(path, {
    wrong: `was written by a newer version of conversations-mcp (unknown here: ${names.join(', ')}) and has not been touched`,
    todo: otherwise === null ? 'Update this one' : `Update this one, or ${otherwise}`,
  })

const PROFILE = 'Give each workspace a profile of its own: --profile NAME (CONVERSATIONS_MCP_PROFILE)'

/** The key reads a workspace in which nothing of the archive is known. */
export const otherWorkspace = (path: string): ArchiveError =>
  failure(path, {
    wrong: 'contains the calls of another workspace than that of this API key; it was neither used nor changed',
    todo: `${PROFILE}. If it is the same workspace and all its calls and agents were deleted, run "conversations-mcp archive delete"`,
  })

/** @param reason a sentence */
export const unprovenWorkspace = (path: string, reason: string, cause: unknown): ArchiveError =>
  failure(
    path,
    {
      wrong: `was not used: this API key is new to it, and whether it belongs to the same workspace could not be checked (${reason.replace(/\.$/, '')})`,
      todo: `It was neither used nor changed; try again later. For another workspace use another profile: --profile NAME`,
    },
    cause,
  )

/** @param reason what it holds instead of nothing */
export const occupiedTarget = (path: string, reason: string): ArchiveError =>
  new ArchiveError(
    `The archive ${path} ${reason}; nothing was copied. Copy into an empty one: another profile, file or database, or remove that one first with "conversations-mcp archive delete" and the settings that lead to it.`,
  )

export const unfinishedCopy = (path: string): ArchiveError =>
  failure(path, {
    wrong:
      'is an unfinished copy of another archive, so answers from it would miss calls; it was neither used nor changed',
    todo: 'Run "conversations-mcp archive copy" again, which resumes, or remove it with "conversations-mcp archive delete"',
  })

/** Another process has given the archive to another key since. */
export const reboundArchive = (path: string): ArchiveError =>
  failure(path, { wrong: 'was bound to another API key in the meantime', todo: PROFILE })

export const movedAway = (path: string): ArchiveError =>
  failure(path, {
    wrong: 'was deleted or replaced while in use, so recently synced calls are missing',
    todo: AGAIN,
  })

export const archiveOff = (): ArchiveError =>
  new ArchiveError(
    'This needs the archive, which is off (--archive off). Start the server without that setting. Without an archive, ' +
      'list_conversations, get_conversation and search_conversations with mode fuzzy or semantic still work.',
  )
