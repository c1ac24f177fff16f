import type { Alert } from '../alerts.ts'
import type { App } from '../app.ts'
import { errorAnswer } from '../error-answer.ts'
import { findingLine } from '../tools/check/render.ts'
import type { CheckAnswer, CheckInput } from '../tools/check/schema.ts'
import { checkCommand } from '../tools/check.ts'
import { runTool } from '../tools/run.ts'
import { readChecks } from './checks-file.ts'
import { deliver } from './deliver.ts'
import { post } from './webhook.ts'

/**
 * What is done after each background reading: every check of the file, once.
 * @throws ConfigurationError where the file is wrong
 */
export async function watcher(app: App, file: string): Promise<(signal: AbortSignal) => Promise<void>> {
  const checks = await readChecks(file)
  // What fails, as the clients of this process were told.
  const failing = new Set<string>()
  return async signal => {
    const alert: Alert = { failed: [], recovered: [] }
    const texts: string[] = []
    for (const [at, check] of checks.entries()) {
      try {
        const { structured, text } = await runTool(checkCommand, check, await app.toolContext(signal))
        texts.push(text)
        addChanges(`${at}`, structured as CheckAnswer, failing, alert)
        await toWebhook(app, check, structured as CheckAnswer, signal)
      } catch (error) {
        if (signal.aborted) return
        const why = `Check ${at + 1} could not be made: ${errorAnswer(error, app, signal)}`
        texts.push(why)
        app.log.warn(why)
      }
    }
    app.alerts.latest = texts.join('\n\n')
    if (alert.failed.length + alert.recovered.length > 0) app.alerts.tell(alert)
  }
}

function addChanges(check: string, { findings }: CheckAnswer, failing: Set<string>, alert: Alert): void {
  for (const finding of findings) {
    const key = JSON.stringify([check, finding.condition, finding.group])
    if (finding.verdict === 'failed' && !failing.has(key)) alert.failed.push(findingLine(finding))
    if (finding.verdict === 'ok' && failing.has(key)) alert.recovered.push(findingLine(finding))
    // Of what is unknown nothing has changed.
    if (finding.verdict === 'failed') failing.add(key)
    if (finding.verdict === 'ok') failing.delete(key)
  }
}

async function toWebhook(app: App, check: CheckInput, answer: CheckAnswer, signal: AbortSignal): Promise<void> {
  const { webhook, now = Math.floor(Date.now() / 1000) } = app.config
  if (!webhook) return
  const { archive } = await (await app.mirror()).open()
  const send = (message: Parameters<typeof post>[1]) => post(webhook, message, { signal })
  const why = await deliver(archive, JSON.stringify(check), answer, { send, now, signal })
  if (why !== null) app.log.warn(`The webhook did not take the alert (${why}); next try after the next reading.`)
}
