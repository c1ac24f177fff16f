import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server'
import { NAME, TITLE } from '../server.ts'
import { VERSION } from '../version.ts'
import type { HttpConfig } from './config.ts'

const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json'
/** The first revision with this transport. */
const OLDEST = '2025-03-26'

/**
 * What a client is told before it connects: who this is, where, and in which versions of the protocol (server cards,
 * SEP-2127). It says nothing of calls, and anybody may read it.
 */
export function serverCard({ origin, token, oauth }: Pick<HttpConfig, 'origin' | 'token' | 'oauth'>): Response {
  const card = {
    $schema: SCHEMA,
    name: `${namespaceOf(new URL(origin))}/${NAME}`,
    title: TITLE,
    description: 'Answers questions about voice-agent calls (ElevenLabs Agents), read-only.',
    version: VERSION,
    remotes: [
      {
        type: 'streamable-http',
        url: `${origin}/mcp`,
        supportedProtocolVersions: ['2026-07-28', ...SUPPORTED_PROTOCOL_VERSIONS.filter(version => version >= OLDEST)],
        // Who uses an issuer finds it by the challenge.
        ...(token !== undefined && oauth === undefined && { headers: [AUTHORIZATION] }),
      },
    ],
  }
  return new Response(JSON.stringify(card), {
    headers: {
      'content-type': 'application/mcp-server-card+json',
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=3600',
    },
  })
}

const AUTHORIZATION = {
  name: 'Authorization',
  description: 'Bearer, a blank, and the token of this server',
  isRequired: true,
  isSecret: true,
}

/** The host's name from behind, as namespaces are written. */
const namespaceOf = ({ hostname }: URL): string =>
  /[a-z]/i.test(hostname) && !hostname.includes(':') ? hostname.split('.').reverse().join('.') : 'localhost'
