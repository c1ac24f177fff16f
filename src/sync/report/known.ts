import type { Store } from '../../archive/engine/store.ts'
import type { Work } from '../../archive/engine/work.ts'
import { SeenParts } from '../calls/seen-parts.ts'
import type { SyncQuestion } from '../question.ts'
import type { RequestTiming } from '../run/request-timing.ts'
import { newTally } from '../run/tally.ts'
import { reportOfState, type SyncReport } from './report.ts'
import { isAllHere, isListedFor, syncStateOf } from './state.ts'

/** Most often all that a question needs is here: then one look at the archive is enough. */
export class Known {
  readonly #store: Pick<Store, 'read' | 'version'>
  readonly #timing: RequestTiming
  #version: string | undefined
  #seen = new SeenParts()

  constructor(store: Pick<Store, 'read' | 'version'>, timing: RequestTiming) {
    this.#store = store
    this.#timing = timing
  }

  /** null: something is left to read. @throws ArchiveError; the signal's reason */
  async report(question: SyncQuestion, signal: AbortSignal): Promise<SyncReport | null> {
    const version = await this.#store.version()
    // Others are made, so that whoever still looks at an older archive adds nothing to them.
    if (version !== this.#version) this.#seen = new SeenParts()
    this.#version = version
    return await this.#store.read(reportWhereAllIsHere(question, this.#seen, this.#timing), signal)
  }
}

function* reportWhereAllIsHere(
  question: SyncQuestion,
  seen: SeenParts,
  timing: RequestTiming,
): Work<SyncReport | null> {
  // Which takes no time; all else does.
  if (!(yield* isListedFor(question))) return null
  const state = yield* syncStateOf(question, seen)
  const nothingDone = { ...newTally(), outdated: 0, stopped: null, goesOn: false }
  return isAllHere(state) ? yield* reportOfState(question, state, nothingDone, timing) : null
}
