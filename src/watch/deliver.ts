import { createHash } from 'node:crypto'
import type { Archive } from '../archive/archive.ts'
import { setNote } from '../archive/read/notes.ts'
import { findingLine } from '../tools/check/render.ts'
import type { CheckAnswer, Finding } from '../tools/check/schema.ts'
import type { Message } from './webhook.ts'

/** What was last told of a finding, and how often something was told of it. */
interface Told {
  isFailing: boolean
  count: number
}

const LEASE = 'alerts'

/**
 * Tells of findings that changed since they were last told of, whichever server did that: what fails, once, and that it
 * holds again. What is told is noted in the archive after it was taken, so that a server that dies in between tells it
 * once more, under the same id.
 * @param check by which its findings are known
 * @param send says why the message was not taken; null: it was
 * @returns what `send` said; null: it was taken, or there was nothing to tell
 */
export async function deliver(
  archive: Archive,
  check: string,
  answer: CheckAnswer,
  { send, now, signal }: { send(message: Message): Promise<string | null>; now: number; signal: AbortSignal },
): Promise<string | null> {
  const task = async (): Promise<string | null> => {
    const changed: { name: string; finding: Finding; told: Told }[] = []
    for (const finding of answer.findings) {
      const name = `alert:${digest([check, finding.condition, ...finding.group.map(String)])}`
      const { isFailing, count } = toldBy(await archive.note(name))
      const isNews = isFailing ? finding.verdict === 'ok' : finding.verdict === 'failed'
      if (isNews) changed.push({ name, finding, told: { isFailing: !isFailing, count: count + 1 } })
    }
    if (changed.length === 0) return null
    const id = `alert_${digest(changed.flatMap(({ name, told }) => [name, String(told.count)]))}`
    const why = await send({
      id,
      body: bodyOf(
        answer,
        changed.map(({ finding }) => finding),
        now,
      ),
    })
    if (why !== null) return why
    await archive.write(
      (function* () {
        for (const { name, told } of changed) yield* setNote(name, `${told.isFailing ? 'failing' : 'ok'} ${told.count}`)
      })(),
    )
    return null
  }
  return (await archive.leases.alone(LEASE, task, async () => true, signal)) ?? null
}

function bodyOf({ coverage, notice }: CheckAnswer, findings: readonly Finding[], now: number): string {
  const { window, filters } = coverage
  return JSON.stringify({
    type: 'check.changed',
    timestamp: new Date(now * 1000).toISOString(),
    data: {
      ...{ window, filters },
      failed: findings.filter(({ verdict }) => verdict === 'failed'),
      recovered: findings.filter(({ verdict }) => verdict === 'ok'),
      ...{ text: findings.map(findingLine).join('\n'), notice },
    },
  })
}

function toldBy(note: string | null): Told {
  const [state, count] = (note ?? 'ok 0').split(' ')
  return { isFailing: state === 'failing', count: Number(count) }
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
