import type { Setting } from '../settings.ts'

/** Settings of `conversations-mcp http`, beside those of every command. Imports nothing: `--help` shows them. */
export const HTTP_SETTINGS = {
  port: { flag: 'port', env: 'CONVERSATIONS_MCP_HTTP_PORT', value: 'N', default: '8484', help: 'port to listen on' },
  host: {
    flag: 'host',
    env: 'CONVERSATIONS_MCP_HTTP_HOST',
    value: 'ADDRESS',
    default: '127.0.0.1',
    help: 'address to listen on; any other than this computer requires a token or an issuer',
  },
  url: {
    flag: 'url',
    env: 'CONVERSATIONS_MCP_HTTP_URL',
    value: 'URL',
    help: 'the address that clients use, such as https://calls.example.com (default: host and port)',
  },
  allowedHosts: {
    flag: 'allowed-hosts',
    env: 'CONVERSATIONS_MCP_HTTP_ALLOWED_HOSTS',
    value: 'NAMES',
    help: 'further host names in requests, such as that of a load balancer inside the network',
  },
  token: { env: 'CONVERSATIONS_MCP_HTTP_TOKEN', help: 'bearer token of clients; sees the calls of all agents' },
  tokenFile: { env: 'CONVERSATIONS_MCP_HTTP_TOKEN_FILE', help: 'file that contains the bearer token' },
  issuer: {
    flag: 'issuer',
    env: 'CONVERSATIONS_MCP_HTTP_ISSUER',
    value: 'URL',
    help: 'OAuth 2.1 authorization server whose JWT access tokens are accepted (scope conversations:read)',
  },
  audience: {
    flag: 'audience',
    env: 'CONVERSATIONS_MCP_HTTP_AUDIENCE',
    value: 'NAME',
    help: 'audience that a token must be issued for (default: the address of /mcp)',
  },
  accessFile: {
    flag: 'access-file',
    env: 'CONVERSATIONS_MCP_HTTP_ACCESS_FILE',
    value: 'FILE',
    help: 'JSON file that maps a claim of the token to the agents whose calls it may see',
  },
  postCallSecret: {
    env: 'CONVERSATIONS_MCP_POST_CALL_SECRET',
    help: 'secret of the post-call webhook of the platform; enables POST /webhooks/post-call',
  },
  postCallSecretFile: {
    env: 'CONVERSATIONS_MCP_POST_CALL_SECRET_FILE',
    help: 'file that contains the secret of the post-call webhook',
  },
  metrics: {
    flag: 'metrics',
    env: 'CONVERSATIONS_MCP_HTTP_METRICS',
    choices: ['on', 'off'],
    default: 'off',
    help: 'serve /metrics in Prometheus format, to whoever may see the calls of all agents',
  },
  rateLimit: {
    flag: 'rate-limit',
    env: 'CONVERSATIONS_MCP_HTTP_RATE_LIMIT',
    value: 'N',
    default: '600',
    help: 'requests per minute and client, 1 to 1000000; more are answered with 429',
  },
} satisfies Record<string, Setting>

export type HttpSettingName = keyof typeof HTTP_SETTINGS
export type RawHttpSettings = Partial<Record<HttpSettingName, string>>
