// @module-tag more
import { once } from 'node:events'
import { beforeAll, describe, expect, test } from 'vitest'
import { MIGRATIONS } from '../../src/archive/sqlite/migrations.ts'
import { MORE, many } from '../support/runs.ts'
import { smallWorld } from '../support/small-world.ts'
import { newPath } from './mirror.ts'
import { buildProgram, run, start } from './processes.ts'

const CALLS = smallWorld().conversations.length
const TURNS = smallWorld().conversations.reduce((sum, call) => sum + (call.transcript?.length ?? 0), 0)

describe('several processes at one file', () => {
  let program: string
  beforeAll(async () => {
    program = await buildProgram()
  })

  test('make and migrate it at the same time', MORE, async () => {
    const path = newPath()
    const runs = await Promise.all(Array.from({ length: many(2, 4) }, () => run(program, ['open', path])))
    expect(runs).toEqual(runs.map(() => ({ answer: 'opened', stderr: '', code: 0 })))
    expect((await run(program, ['check', path])).answer).toMatchObject({
      migrations: MIGRATIONS.map(({ name }) => name).sort(),
      problems: [],
    })
  })

  test('write at the same time, also the same calls, and lose nothing', async () => {
    const path = newPath()
    const rounds = many(3, 8)
    const runs = await Promise.all(['a', 'b'].map(who => run(program, ['write', path, who, String(rounds)])))
    expect(runs).toEqual(runs.map(() => ({ answer: 'written', stderr: '', code: 0 })))
    const groups = 2 * rounds + 1
    expect((await run(program, ['check', path])).answer).toMatchObject({
      calls: groups * CALLS,
      withDetail: groups * CALLS,
      turns: groups * TURNS,
      found: groups,
      summary: 'Summary of conv_refund.',
      problems: [],
    })
  })

  test('are killed while they write: what was written is whole', MORE, async () => {
    const path = newPath()
    const child = start(program, ['write-on', path, 'k'])
    for (let rounds = 0; rounds < 2; ) {
      const [said] = await once(child.stdout!, 'data')
      rounds += String(said).split('\n').length - 1
    }
    child.kill('SIGKILL')
    await once(child, 'close')
    const { answer } = await run(program, ['check', path])
    expect(answer).toMatchObject({ problems: [] })
    expect((answer as { calls: number }).calls % CALLS).toBe(0)
  })
})
