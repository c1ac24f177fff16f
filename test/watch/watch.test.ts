import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { LoggingMessageNotificationSchema, ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { Webhook } from 'standardwebhooks'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { type App, createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { createServer } from '../../src/server.ts'
import type { CheckAnswer, Finding } from '../../src/tools/check/schema.ts'
import { announce } from '../../src/transport/announce.ts'
import { connections } from '../../src/transport/stdio.ts'
import { readChecks } from '../../src/watch/checks-file.ts'
import { deliver } from '../../src/watch/deliver.ts'
import { watcher } from '../../src/watch/watch.ts'
import { calls, worldOf } from '../check/worlds.ts'
import { connect } from '../support/client.ts'
import { PATIENT } from '../support/patient.ts'
import { connectHttp, connectHttpV1, serve } from '../support/team.ts'
import { startWorld } from '../support/world.ts'
import { startReceiver } from './receiver.ts'

/* Checks beside the background refresh: who is told what, and how often. */

const SECRET = `whsec_${Buffer.from('a secret of at least 24 bytes').toString('base64')}`
const signal = new AbortController().signal

function fileOf(text: unknown): string {
  const file = join(mkdtempSync(join(inject('shared'), 'checks-')), 'checks.json')
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text))
  return file
}

const CHECKS = [
  { conditions: ['success_rate >= 80%'], after: '24h', group_by: ['agent'] },
  { conditions: 'count >= 1', after: '24h' },
]

/** Two agents, of which one is in trouble. */
async function world(settings: Parameters<typeof startWorld>[1] = {}) {
  const conversations = [
    ...calls(3, { agent: 'well' }),
    ...calls(1, { agent: 'ill <b>' }),
    ...calls(3, { agent: 'ill <b>', outcome: 'failure' }),
  ]
  const started = await startWorld(worldOf(conversations), {
    checksFile: fileOf(CHECKS),
    logLevel: 'error',
    ...settings,
  })
  onTestFinished(() => started.close())
  return started
}

const keepFresh = async (app: App): Promise<void> => {
  const after = await watcher(app, app.config.checksFile!)
  await (await app.mirror()).keepFresh({ everySecs: 3600, days: 7, after })
}

describe('a webhook', () => {
  test('is told after the first reading, once for all servers of an archive', async () => {
    const receiver = await startReceiver()
    onTestFinished(async () => void (await receiver.close()))
    const { app } = await world({ webhook: { url: receiver.url, secret: SECRET } })
    await keepFresh(app)
    await receiver.received(1)
    const [{ body, headers }] = receiver.posts as [(typeof receiver.posts)[number]]
    const { type, timestamp, data } = new Webhook(SECRET).verify(body, headers as never) as any
    expect([type, timestamp]).toEqual(['check.changed', '2026-11-22T12:00:00.000Z'])
    expect(data.failed).toMatchObject([{ group: ['ill <b>'], value: 0.25, k: 1, n: 4 }])
    expect(data.failed[0].conversation_ids).toHaveLength(3)
    expect(data).toMatchObject({ recovered: [], window: expect.stringContaining('2026-11-21'), filters: 'none' })
    expect(data.text).toMatch(/^FAILED {2}success_rate >= 80 % \(ill <b>\): 25\.0 % \(1\/4; /)
    // Another server, and the next round of this one.
    const other = createApp(app.config)
    onTestFinished(() => other.close())
    for (const one of [other, app]) await (await watcher(one, app.config.checksFile!))(signal)
    expect(receiver.posts).toHaveLength(1)
  })

  test('is told of what holds again, and of what fails again, each under an id of its own', async () => {
    const { app } = await world()
    const { archive } = await (await app.mirror()).open()
    const sent: { id: string; body: any }[] = []
    let taken = true
    const round = (...verdicts: Finding['verdict'][]) => {
      const findings = verdicts.map((verdict, at) => ({
        ...{ verdict, condition: 'c', group: [at], value: 1, unit: '', n: 1, conversation_ids: [] },
      }))
      const answer = { findings, coverage: {}, notice: '' } as unknown as CheckAnswer
      const send = async ({ id, body }: { id: string; body: string }) => {
        sent.push({ id, body: JSON.parse(body).data })
        return taken ? null : 'HTTP 500'
      }
      return deliver(archive, 'check', answer, { send, now: 0, signal })
    }
    await round('ok', 'unknown')
    expect(sent).toEqual([])
    taken = false
    expect(await round('failed', 'ok')).toBe('HTTP 500')
    taken = true
    // Not taken, so sent again, as the same.
    expect(await round('failed', 'ok')).toBeNull()
    expect(sent[1]!.id).toBe(sent[0]!.id)
    // Nobody knows, so nothing has changed.
    for (const verdict of ['failed', 'unknown', 'failed'] as const) await round(verdict, 'ok')
    expect(sent).toHaveLength(2)
    await round('ok', 'failed')
    expect([sent[2]!.body.failed.length, sent[2]!.body.recovered.length]).toEqual([1, 1])
    await round('failed', 'failed')
    await round('ok', 'failed')
    expect(new Set(sent.map(({ id }) => id)).size).toBe(4)
    expect(sent).toHaveLength(5)
  })
})

describe('a client', () => {
  test('of the 2025 era gets a log message, at its level, and what it subscribed to', async () => {
    const { app } = await world()
    const [ours, theirs] = InMemoryTransport.createLinkedPair()
    const server = createServer(app)
    const end = announce(server, 'legacy', app)
    await server.connect(theirs as never)
    const client = new V1Client({ name: 'test', version: '1' })
    const got: any[] = []
    let arrived = () => {}
    const note = ({ params }: { params: unknown }) => {
      got.push(params)
      if (got.length === 2) arrived()
    }
    client.setNotificationHandler(LoggingMessageNotificationSchema, note)
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, note)
    await client.connect(ours)
    await client.setLoggingLevel('info')
    await client.subscribeResource({ uri: 'conversations://checks' })
    const both = new Promise<void>(resolve => {
      arrived = resolve
    })
    await (await watcher(app, app.config.checksFile!))(signal)
    await both
    const [updated, logged] = got
    expect(updated).toEqual({ uri: 'conversations://checks' })
    expect(logged).toMatchObject({ level: 'warning', logger: 'checks' })
    // Names are the words of others.
    expect(logged.data).toMatch(
      /^1 check failed\.\n<(said-\w+)> .*\nFAILED {2}success_rate >= 80 % \(ill < b>\).*\n<\/\1>$/s,
    )
    const { contents } = await client.readResource({ uri: 'conversations://checks' })
    expect((contents[0] as { text: string }).text).toContain('FAILED  success_rate >= 80 %')
    end()
    app.alerts.tell({ failed: ['x'], recovered: [] })
    await client.close()
    expect(got).toHaveLength(2)
  })

  test('of the 2026 era gets what it listens for, and no log message', async () => {
    const { app } = await world()
    const META = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    }
    const sent: any[] = []
    const waiting: { is(message: any): boolean; resolve(): void }[] = []
    const until = (is: (message: any) => boolean) =>
      new Promise<void>(resolve => (sent.some(is) ? resolve() : waiting.push({ is, resolve })))
    const wire: any = {
      start: async () => {},
      close: async () => {},
      async send(message: any) {
        sent.push(message)
        for (const { is, resolve } of waiting) if (is(message)) resolve()
      },
    }
    const handle = serveStdio(connections(app), { transport: wire })
    const ask = (id: number, method: string, params: object = {}) =>
      wire.onmessage({ jsonrpc: '2.0', id, method, params: { ...params, _meta: META } })
    ask(1, 'server/discover')
    await until(({ id }) => id === 1)
    ask(2, 'subscriptions/listen', { notifications: { resourceSubscriptions: ['conversations://checks'] } })
    await until(({ method }) => method?.includes('acknowledged'))
    await (await watcher(app, app.config.checksFile!))(signal)
    await until(({ method }) => method === 'notifications/resources/updated')
    expect(sent.filter(({ method }) => method === 'notifications/message')).toEqual([])
    expect(sent.find(({ method }) => method === 'notifications/resources/updated').params.uri).toBe(
      'conversations://checks',
    )
    await handle.close()
  })

  test('over HTTP gets what it listens for, and is not offered what its era cannot have there', async () => {
    const { app } = await world()
    const server = await serve(app)
    onTestFinished(() => server.close())
    const [client, old] = await Promise.all([connectHttp(server.url), connectHttpV1(server.url)])
    const heard: string[] = []
    client.client.setNotificationHandler('notifications/resources/updated', ({ params }: any) => {
      heard.push(params.uri)
    })
    const listening = await client.client.listen({ resourceSubscriptions: ['conversations://checks'] })
    await (await watcher(app, app.config.checksFile!))(signal)
    await vi.waitFor(() => expect(heard).toEqual(['conversations://checks']), PATIENT)
    for (const one of [client, old]) {
      const { contents } = await one.client.readResource({ uri: 'conversations://checks' })
      expect(contents[0].text).toContain('FAILED  success_rate >= 80 %')
    }
    // It keeps no session in which one of 2025 could be told of anything.
    expect(client.client.getServerCapabilities().resources).toMatchObject({ subscribe: true })
    expect(old.client.getServerCapabilities()).not.toHaveProperty('resources.subscribe')
    expect(old.client.getServerCapabilities()).not.toHaveProperty('logging')
    await listening.close()
    for (const one of [client, old]) await one.close()
  })

  test('who may see some agents is told of no checks, which name groups of all calls', async () => {
    const { app } = await world()
    const touched = { calls: 0, agents: new Set<string>() }
    const guest = { agents: ['agent_1'], listens: true, touched, answered: () => {} }
    const client = await connect(app.asSeenBy(guest))
    onTestFinished(client.close)
    await (await watcher(app, app.config.checksFile!))(signal)
    await expect(client.client.readResource({ uri: 'conversations://checks' })).rejects.toThrow(/not found/)
  })

  test('is told of nothing to listen for where there are no checks', async () => {
    const { app } = await world({ checksFile: undefined })
    const server = createServer(app)
    expect(server.server.getCapabilities()).not.toHaveProperty('logging')
    expect(announce(server, 'legacy', app)).toBeTypeOf('function')
  })
})

test('a check that cannot be made is said, and the others are made', async () => {
  const { app } = await world()
  const file = fileOf([{ ...CHECKS[0], agent_id: 'nobody' }, CHECKS[1]])
  await (await watcher(app, file))(signal)
  expect(app.alerts.latest).toMatch(/^Check 1 could not be made: .*nobody/)
  expect(app.alerts.latest).toContain('ok      count >= 1: 7 calls')
})

describe('the file', () => {
  test.each([
    ['{}', '--checks: the file must hold a JSON list of checks, such as [{"conditions"'],
    ['[', 'must hold a JSON list'],
    [[], 'must hold a JSON list'],
    [
      [CHECKS[0], { conditions: ['sucess_rate > 1'], after: '1h' }],
      'check 2 of the file: Unknown metric "sucess_rate". Did you mean',
    ],
    [[{ drift: ['x_rate'], after: '1h' }], 'check 1 of the file: Unknown metric'],
    [[{ conditions: ['count > 1'], afer: '24h' }], 'Unknown argument "afer". Did you mean "after"?'],
    [[{ conditions: ['count > 1'] }], 'after is required, such as 24h.'],
    [[{ after: '24h' }], 'conditions or drift is required.'],
  ])('%j is refused', async (text, words) => {
    await expect(readChecks(fileOf(text))).rejects.toThrow(words)
  })

  test('that is not there is said', async () => {
    await expect(readChecks('/none/checks.json')).rejects.toThrow('--checks: the file cannot be read (ENOENT)')
  })

  test('needs a background refresh', () => {
    expect(() => readConfig({ checks: 'x.json' }, {})).toThrow('--checks needs --keep-fresh')
    expect(readConfig({ checks: 'x.json', keepFresh: '5m' }, {}).checksFile).toBe('x.json')
  })
})
