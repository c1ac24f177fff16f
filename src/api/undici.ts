/** What we use of undici, as one module that is loaded by the first request: it costs a quarter of the start. */
export { Agent, EnvHttpProxyAgent, Pool } from 'undici'
