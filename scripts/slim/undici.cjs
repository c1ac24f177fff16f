// undici brings a fetch, caches, WebSockets and mocks; ours are three kinds of connections (src/api/undici.ts).
// Of its kinds of requests this client makes one, and proxies another.
const { prototype } = require('./lib/dispatcher/dispatcher.js')
prototype.request = require('./lib/api/api-request.js')
prototype.connect = require('./lib/api/api-connect.js')
exports.Agent = require('./lib/dispatcher/agent.js')
exports.EnvHttpProxyAgent = require('./lib/dispatcher/env-http-proxy-agent.js')
exports.Pool = require('./lib/dispatcher/pool.js')
