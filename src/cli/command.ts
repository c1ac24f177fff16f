import type { RawSettings } from '../settings.ts'
import { ANSWERED, FAILED, print, type Terminal, tell, withApp } from '../terminal.ts'
import type { CheckAnswer } from '../tools/check/schema.ts'
import { checkCommand } from '../tools/check.ts'
import { reportCommand } from '../tools/report.ts'
import { copyTarget } from './copy-target.ts'
import { printAnswer } from './print-answer.ts'
import { createProgram } from './program.ts'

/** Shows how far something is, where somebody looks; and lets a signal end it in order. */
async function watch<Bar>(
  terminal: Terminal,
  bar: (bars: typeof import('./progress-bar.ts')) => Bar,
): Promise<Bar | { onProgress?: undefined; end(): void }> {
  terminal.listen()
  return terminal.isWatched ? bar(await import('./progress-bar.ts')) : { end() {} }
}

/**
 * Anything but a plain start.
 * @param serve - runs the server, for a command line of settings only
 * @returns the exit code
 */
export async function runCommand(
  args: readonly string[],
  terminal: Terminal,
  serve: (settings: RawSettings) => Promise<number>,
): Promise<number> {
  let code = ANSWERED
  const { interrupted } = terminal
  const program = createProgram(terminal, (settings, color) => {
    const within = async (run: Parameters<typeof withApp>[2]) => {
      code = await withApp(terminal, settings, run)
    }
    return {
      async serve() {
        code = await serve(settings)
      },
      async http(given) {
        const { serveTeam } = await import('./http.ts')
        code = await serveTeam(terminal, settings, given)
      },
      tool: (tool, input, json) =>
        within(async app => {
          const { runTool } = await import('../tools/run.ts')
          const { onProgress, end } = await watch(terminal, bars => bars.syncBar())
          const context = await app.toolContext(interrupted, { onProgress })
          const { structured, text } = await runTool(tool, input, context).finally(end)
          if (json) print(terminal, JSON.stringify(structured))
          else await printAnswer(terminal, text, color)
          return ANSWERED
        }),
      check: ({ junit, ...input }, json) =>
        within(async app => {
          const [{ runTool }, { asTyped, CHECK_CODES, writeJunit }] = await Promise.all([
            import('../tools/run.ts'),
            import('./check.ts'),
          ])
          const { onProgress, end } = await watch(terminal, bars => bars.syncBar())
          const context = await app.toolContext(interrupted, { onProgress })
          const { structured, text } = await runTool(checkCommand, asTyped(input), context).finally(end)
          const answer = structured as CheckAnswer
          if (json) print(terminal, JSON.stringify(answer))
          else await printAnswer(terminal, text, color)
          if (junit !== undefined) writeJunit(String(junit), answer)
          return CHECK_CODES[answer.verdict]
        }),
      report: ({ out, ...input }, json) =>
        within(async app => {
          const [{ runTool }, { placeOfReport }] = await Promise.all([import('../tools/run.ts'), import('./report.ts')])
          const { onProgress, end } = await watch(terminal, bars => bars.syncBar())
          const { folder, file_name } = placeOfReport(out)
          const context = await app.toolContext(interrupted, { onProgress })
          const exports = { ...context.exports, ...(folder !== undefined && { folder }) }
          const named = file_name === undefined ? input : { ...input, file_name }
          const { structured, text } = await runTool(reportCommand, named, { ...context, exports }).finally(end)
          if (json) print(terminal, JSON.stringify(structured))
          else await printAnswer(terminal, text, color)
          return ANSWERED
        }),
      sync: options =>
        within(async app => {
          await terminal.staySmall()
          const { syncArchive } = await import('./sync.ts')
          const { onProgress, end } = await watch(terminal, bars => bars.syncBar())
          const watching = onProgress ? { say: (text: string) => tell(terminal, text), onProgress } : null
          try {
            const { text, complete } = await syncArchive(app, options, interrupted, watching).finally(end)
            print(terminal, text)
            return complete ? ANSWERED : FAILED
          } catch (error) {
            if (!interrupted.aborted) throw error
            tell(terminal, 'Stopped. What was synced is kept; the next run resumes.')
            return FAILED
          }
        }),
      copy(options) {
        // Wrong use, as that of --store.
        const to = copyTarget(options.to)
        return within(async app => {
          await terminal.staySmall()
          const { copyArchive } = await import('./copy.ts')
          const { onProgress, end } = await watch(terminal, bars => bars.copyBar())
          try {
            print(terminal, await copyArchive(await app.mirror(), to, interrupted, onProgress).finally(end))
            return ANSWERED
          } catch (error) {
            if (!interrupted.aborted) throw error
            tell(terminal, 'Stopped. What was copied is kept; the same command resumes.')
            return FAILED
          }
        })
      },
      archive: (action, options) =>
        within(async app => {
          const { lookAfterArchive } = await import('./archive.ts')
          const { timezone, now } = await app.toolContext(interrupted)
          print(terminal, await lookAfterArchive(action, await app.mirror(), options, timezone, now()))
          return ANSWERED
        }),
      async setup(options) {
        const [{ setUp }, { thisPlace }] = await Promise.all([import('./setup/setup.ts'), import('./setup/place.ts')])
        const { ask } = terminal
        await setUp(options, settings, thisPlace(terminal.env), { say: text => print(terminal, text), ask })
      },
      doctor: () =>
        within(async app => {
          const { doctor } = await import('./doctor.ts')
          const { lines, well } = await doctor(app)
          print(terminal, lines.join('\n'))
          return well ? ANSWERED : FAILED
        }),
    }
  })
  await program.parseAsync(args, { from: 'user' })
  return code
}
