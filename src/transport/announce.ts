import type { McpServer } from '@modelcontextprotocol/server'
import type { Alert } from '../alerts.ts'
import type { App } from '../app.ts'
import { ALERTS_URI, alertText } from '../resources/alerts.ts'
import { RECENT_URI } from '../resources/uri.ts'

/**
 * Tells the client of a connection what changes behind its back: that checks found something else, that calls have come.
 * Whoever listens for a resource hears of it; in the 2025 era checks are a log message, too, which the one of 2026 allows
 * only within a request.
 * @returns ends it
 */
export function announce(server: McpServer, era: 'legacy' | 'modern', app: App): () => void {
  const { tellsOfCalls, tellsOfChecks } = app
  if (!tellsOfChecks && !tellsOfCalls) return () => {}
  const subscribed = new Set<string>()
  if (era === 'legacy') {
    server.server.setRequestHandler('resources/subscribe', ({ params }) => {
      subscribed.add(params.uri)
      return {}
    })
    server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      subscribed.delete(params.uri)
      return {}
    })
  }
  const updated = async (uri: string): Promise<void> => {
    // In the era of 2026 the library knows who listens.
    if (era === 'modern' || subscribed.has(uri)) await server.server.sendResourceUpdated({ uri })
  }
  const sendAlert = async (alert: Alert): Promise<void> => {
    await updated(ALERTS_URI)
    if (era === 'modern') return
    const level = alert.failed.length > 0 ? 'warning' : 'notice'
    await server.sendLoggingMessage({ level, logger: 'checks', data: app.masked(alertText(alert)) })
  }
  const sendCalls = async (): Promise<void> => {
    await server.server.sendResourceListChanged()
    await updated(RECENT_URI)
  }
  // The client may have hung up.
  const ends = [
    ...(tellsOfChecks ? [app.alerts.listen(alert => void sendAlert(alert).catch(() => undefined))] : []),
    ...(tellsOfCalls ? [watch(app, () => void sendCalls().catch(() => undefined))] : []),
  ]
  return () => {
    for (const end of ends) end()
  }
}

function watch({ mirror, log }: App, listener: () => void): () => void {
  let isOver = false
  let end: (() => void) | undefined
  const begin = async (): Promise<void> => {
    const { watchCalls } = await import('../mirror/call-news.ts')
    const opened = await mirror()
    if (!isOver && !opened.isOff) end = watchCalls(opened, null, log, listener)
  }
  void begin().catch(error => log.debug(`New calls are not looked for: ${error}`))
  return () => {
    isOver = true
    end?.()
  }
}
