import type { McpServer } from '@modelcontextprotocol/server'
import type { Alert } from '../alerts.ts'
import type { App } from '../app.ts'
import { newFence } from '../render/fence.ts'
import { plural } from '../render/text.ts'

/** What the checks beside `--keep-fresh` find; clients can listen for its changes. */
export const ALERTS_URI = 'conversations://checks'

export function registerAlerts(server: McpServer, app: App): void {
  server.registerResource(
    'checks',
    ALERTS_URI,
    {
      title: 'Checks',
      description:
        'Findings of the checks that run in the background, as of the last refresh; updated when one changes',
      mimeType: 'text/plain',
    },
    uri => ({
      contents: [{ uri: uri.href, mimeType: 'text/plain', text: app.alerts.latest ?? 'No check has been made yet.' }],
      ttlMs: 0,
      cacheScope: 'private',
    }),
  )
}

/** What changed, for a client: names of groups are the words of others. */
export function alertText({ failed, recovered }: Alert): string {
  const counts = [
    failed.length > 0 && `${plural(failed.length, 'check')} failed`,
    recovered.length > 0 && `${plural(recovered.length, 'check')} recovered`,
  ]
  return `${counts.filter(Boolean).join(', ')}.\n${newFence()([...failed, ...recovered].join('\n'))}`
}
