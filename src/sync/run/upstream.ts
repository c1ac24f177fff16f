import type { ConversationSource } from '../../api/source.ts'
import type { ConversationSummary, Page } from '../../domain/conversation.ts'
import type { ApiFilter, ListOptions } from '../../domain/filter.ts'
import type { Clock } from './clock.ts'
import type { RequestTiming } from './request-timing.ts'
import type { Tally } from './tally.ts'

/** What a sync needs of a source. */
export type SyncSource = Pick<ConversationSource, 'concurrency' | 'list' | 'getRaw' | 'agents' | 'workspaceId'>

/** The source as one asker uses it: counted, timed, ended by one signal. */
export class Upstream {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly #source: SyncSource
  readonly timing: RequestTiming
  readonly #tally: Tally

  constructor(source: SyncSource, clock: Clock, timing: RequestTiming, tally: Tally, signal: AbortSignal) {
    this.#source = source
    this.clock = clock
    this.timing = timing
    this.#tally = tally
    this.signal = signal
  }

  /** Calls that may be asked for at a time, as it stands. */
  get concurrency(): number {
    return this.#source.concurrency
  }

  /** A page of a list, with titles and summaries. @throws as ConversationSource */
  async page(filter: ApiFilter, options: ListOptions): Promise<Page<ConversationSummary>> {
    this.#count()
    const startedMs = performance.now()
    const page = await this.#source.list(
      filter,
      { pageSize: 100, summaries: true, forArchive: true, ...options },
      this.signal,
    )
    this.timing.pageRead((performance.now() - startedMs) / 1000)
    return page
  }

  /** A whole call, as the API gives it. @throws as ConversationSource */
  async call(id: string): Promise<unknown> {
    this.#count()
    return this.#source.getRaw(id, this.signal)
  }

  /** Ids of all agents that the key may see. @throws as ConversationSource */
  async agentIds(): Promise<Set<string>> {
    return new Set((await this.#source.agents(this.signal)).map(agent => agent.id))
  }

  #count(): void {
    this.signal.throwIfAborted()
    this.#tally.requests += 1
  }
}
