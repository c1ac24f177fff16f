import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Answered, App } from '../app.ts'

/** Seconds: from a mirrored call to the deadline of a tool. */
const BUCKETS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 45]

export interface Metrics {
  answered(answer: Answered): void
  /** In the text format of Prometheus. */
  expose(): Promise<Response>
}

/** Figures of this process, and of the archive that it shares with others: no names, no words. */
export function createMetrics(app: Pick<App, 'traffic' | 'mirror' | 'log'>): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const calls = new Counter({
    name: 'conversations_mcp_answers_total',
    help: 'Answers of tools and resources',
    labelNames: ['what', 'outcome'],
    registers,
  })
  const seconds = new Histogram({
    name: 'conversations_mcp_answer_seconds',
    help: 'Time that an answer took',
    labelNames: ['what'],
    buckets: BUCKETS,
    registers,
  })
  const gauge = (name: string, help: string) => new Gauge({ name: `conversations_mcp_${name}`, help, registers })
  const upstream = new Counter({
    name: 'conversations_mcp_upstream_requests_total',
    help: 'Requests to the API: all that were sent, those of them that repeat another, and those that were given up',
    labelNames: ['kind'],
    registers: [],
    async collect() {
      const { requests, retries, failures } = (await app.traffic()) ?? { requests: 0, retries: 0, failures: 0 }
      this.reset()
      this.inc({ kind: 'sent' }, requests)
      this.inc({ kind: 'repeated' }, retries)
      this.inc({ kind: 'failed' }, failures)
    },
  })
  registry.registerMetric(upstream)
  collectDefaultMetrics({ register: registry, prefix: 'conversations_mcp_' })
  const lag = gauge('sync_lag_seconds', 'Seconds since anything was last read from the API into the archive')
  const archived = gauge('archive_calls', 'Calls in the archive')
  const bytes = gauge('archive_bytes', 'Size of the archive')

  const lookAtArchive = async (): Promise<void> => {
    for (const one of [lag, archived, bytes]) one.remove()
    const mirror = await app.mirror()
    if (mirror.isOff || !mirror.isOpen) return
    const { archive } = await mirror.open()
    const status = await archive.status()
    archived.set(status.calls)
    bytes.set(status.bytes)
    if (status.lastReadAt !== null) lag.set(Math.max(0, Math.floor(Date.now() / 1000) - status.lastReadAt))
  }

  return {
    answered({ what, isError, secs }) {
      calls.inc({ what, outcome: isError ? 'error' : 'ok' })
      seconds.observe({ what }, secs)
    },
    async expose() {
      // Figures that cannot be had are missing, not 0.
      await lookAtArchive().catch(error => app.log.warn(`The archive has no figures: ${error}`))
      return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } })
    },
  }
}
