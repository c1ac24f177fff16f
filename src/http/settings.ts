import { settingsOf } from '../settings.ts'

/** Settings of `conversations-mcp http`, beside those of every command. Imports nothing else: `--help` shows them. */
export const HTTP_SETTINGS = settingsOf('CONVERSATIONS_MCP_HTTP_', {
  port: { flag: 'port', value: 'N', default: '8484', help: 'port to listen on' },
  host: {
    flag: 'host',
    value: 'ADDRESS',
    default: '127.0.0.1',
    help: 'address to listen on; any other than this computer requires a token or an issuer',
  },
  url: {
    flag: 'url',
    value: 'URL',
    help: 'the address that clients use, such as https://calls.example.com (default: host and port)',
  },
  allowedHosts: {
    flag: 'allowed-hosts',
    value: 'NAMES',
    help: 'further host names in requests, such as that of a load balancer inside the network',
  },
  token: { env: 'CONVERSATIONS_MCP_HTTP_TOKEN', help: 'bearer token of clients; sees the calls of all agents' },
  tokenFile: { env: 'CONVERSATIONS_MCP_HTTP_TOKEN_FILE', help: 'file that contains the bearer token' },
  issuer: {
    flag: 'issuer',
    value: 'URL',
    help: 'OAuth 2.1 authorization server whose JWT access tokens are accepted (scope conversations:read)',
  },
  audience: {
    flag: 'audience',
    value: 'NAME',
    help: 'audience that a token must be issued for (default: the address of /mcp)',
  },
  accessFile: {
    flag: 'access-file',
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
    choices: ['on', 'off'],
    default: 'off',
    help: 'serve /metrics in Prometheus format, to whoever may see the calls of all agents',
  },
  rateLimit: {
    flag: 'rate-limit',
    value: 'N',
    default: '600',
    help: 'requests per minute and client, 1 to 1000000; more are answered with 429',
  },
  parallelLimit: {
    flag: 'parallel-limit',
    value: 'N',
    default: '16',
    help: 'requests under way at the same time per client, 1 to 10000; three times as many wait up to 5 s for their turn, more are answered with 429',
  },
})

export type HttpSettingName = keyof typeof HTTP_SETTINGS
export type RawHttpSettings = Partial<Record<HttpSettingName, string>>
