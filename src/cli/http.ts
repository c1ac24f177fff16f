import { availableParallelism } from 'node:os'
import { keepFresh } from '../background.ts'
import type { RawHttpSettings } from '../http/settings.ts'
import type { RawSettings } from '../settings.ts'
import { ANSWERED, type Terminal, tell, withApp } from '../terminal.ts'

/** Threads that read the archive: one processor stays with what answers. */
const READERS = Math.min(4, Math.max(1, availableParallelism() - 1))

/**
 * Serves over HTTP until a signal ends it.
 * @returns the exit code
 * @throws ConfigurationError where a setting is wrong, before anything is opened
 */
export async function serveTeam(terminal: Terminal, settings: RawSettings, given: RawHttpSettings): Promise<number> {
  const [{ readHttpConfig }, { startHttp }, { logFields }] = await Promise.all([
    import('../http/config.ts'),
    import('../http/serve.ts'),
    import('../request-context.ts'),
  ])
  const config = readHttpConfig(given, terminal.env)
  const { interrupted } = terminal
  return await withApp(
    terminal,
    settings,
    async app => {
      terminal.listen()
      await keepFresh(app)
      const server = await startHttp(app, config)
      tell(terminal, `Serving MCP at ${server.url}/mcp; press Ctrl-C to stop.`)
      if (!interrupted.aborted) await new Promise(resolve => interrupted.addEventListener('abort', resolve))
      await server.close()
      return ANSWERED
    },
    logFields,
    READERS,
  )
}
