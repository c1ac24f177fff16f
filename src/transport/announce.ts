import type { McpServer } from '@modelcontextprotocol/server'
import type { Alert } from '../alerts.ts'
import type { App } from '../app.ts'
import { ALERTS_URI, alertText } from '../resources/alerts.ts'

/**
 * Tells the client of a connection when checks change: that the resource of the checks is another, to whoever listens
 * for that; and in the 2025 era a log message, too, which the one of 2026 allows only within a request.
 * @returns ends it
 */
export function announce(server: McpServer, era: 'legacy' | 'modern', app: App): () => void {
  if (app.config.checksFile === undefined) return () => {}
  let isSubscribed = era === 'modern'
  if (era === 'legacy') {
    server.server.setRequestHandler('resources/subscribe', ({ params }) => {
      isSubscribed ||= params.uri === ALERTS_URI
      return {}
    })
    server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
      isSubscribed &&= params.uri !== ALERTS_URI
      return {}
    })
  }
  const send = async (alert: Alert): Promise<void> => {
    if (isSubscribed) await server.server.sendResourceUpdated({ uri: ALERTS_URI })
    if (era === 'modern') return
    const level = alert.failed.length > 0 ? 'warning' : 'notice'
    await server.sendLoggingMessage({ level, logger: 'checks', data: app.masked(alertText(alert)) })
  }
  // The client may have hung up.
  return app.alerts.listen(alert => void send(alert).catch(() => undefined))
}
