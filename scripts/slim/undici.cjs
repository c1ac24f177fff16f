// undici brings a fetch, caches, WebSockets and mocks; ours are three kinds of connections (src/api/undici.ts).
// The methods of a request are put together as its own index does it.
Object.assign(require('./lib/dispatcher/dispatcher.js').prototype, require('./lib/api'))
exports.Agent = require('./lib/dispatcher/agent.js')
exports.EnvHttpProxyAgent = require('./lib/dispatcher/env-http-proxy-agent.js')
exports.Pool = require('./lib/dispatcher/pool.js')
