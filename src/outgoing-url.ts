import { ConfigurationError } from './errors.ts'

/** Names and addresses of this computer, as URL writes them. */
export const isThisComputer = (host: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(host)

/** Where checks that changed are posted, and what the posts are signed with. */
export interface Webhook {
  url: string
  secret: string
}

/** Shorter ones can be guessed. */
const MIN_SECRET = 16

/** @throws ConfigurationError, which repeats neither: addresses of webhooks are secrets, too */
export function checkWebhook(url: string | undefined, secret: string | undefined): Webhook | undefined {
  if (url === undefined) return undefined
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const isSafe =
    parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isThisComputer(parsed.hostname) === true)
  if (!parsed || !isSafe || parsed.username || parsed.password) {
    throw new ConfigurationError(
      'CONVERSATIONS_MCP_WEBHOOK takes an https:// URL without credentials (http:// only for this computer).',
    )
  }
  if (secret === undefined || secret.length < MIN_SECRET) {
    throw new ConfigurationError(
      `CONVERSATIONS_MCP_WEBHOOK needs CONVERSATIONS_MCP_WEBHOOK_SECRET, which the posts are signed with: whsec_ and Base64, or any text of at least ${MIN_SECRET} characters.`,
    )
  }
  return { url, secret }
}
