import type { ConversationSource } from '../../api/source.ts'
import type { ConversationSummary, Page } from '../../domain/conversation.ts'
import type { ApiFilter, ListOptions } from '../../domain/filter.ts'
import type { Clock } from './clock.ts'
import type { Kind, RequestTiming } from './request-timing.ts'
import type { Tally } from './tally.ts'

/** What a sync needs of a source. */
export type SyncSource = Pick<ConversationSource, 'list' | 'getRaw' | 'agents' | 'workspaceId'>

/** The source as one asker uses it: counted, timed, ended by one signal. */
export class Upstream {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly #source: SyncSource
  readonly #timing: RequestTiming
  readonly #tally: Tally

  constructor(source: SyncSource, clock: Clock, timing: RequestTiming, tally: Tally, signal: AbortSignal) {
    this.#source = source
    this.clock = clock
    this.#timing = timing
    this.#tally = tally
    this.signal = signal
  }

  /** A page of a list, with titles and summaries. @throws as ConversationSource */
  page(filter: ApiFilter, options: ListOptions): Promise<Page<ConversationSummary>> {
    return this.#ask('page', () =>
      this.#source.list(filter, { pageSize: 100, summaries: true, ...options }, this.signal),
    )
  }

  /** A whole call, as the API gives it. @throws as ConversationSource */
  call(id: string): Promise<unknown> {
    return this.#ask('call', () => this.#source.getRaw(id, this.signal))
  }

  /** Ids of all agents that the key may see. @throws as ConversationSource */
  async agentIds(): Promise<Set<string>> {
    return new Set((await this.#source.agents(this.signal)).map(agent => agent.id))
  }

  async #ask<T>(kind: Kind, ask: () => Promise<T>): Promise<T> {
    this.signal.throwIfAborted()
    const startedMs = performance.now()
    this.#tally.requests += 1
    const answer = await ask()
    this.#timing.measured(kind, (performance.now() - startedMs) / 1000)
    return answer
  }
}
