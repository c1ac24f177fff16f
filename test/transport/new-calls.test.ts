// @module-tag more
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { expect, onTestFinished, test, vi } from 'vitest'
import { connections } from '../../src/transport/stdio.ts'
import { PATIENT } from '../support/patient.ts'
import { smallWorld } from '../support/small-world.ts'
import { NOW, startWorld } from '../support/world.ts'
import { call } from '../sync/calls.ts'

/* With `--keep-fresh` a client over stdio hears of calls that were read behind its back. */

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
}
const RECENT = 'conversations://recent'

/** A client without a client between, of a server over lines that stay in this process. */
async function listening(era: '2025' | '2026') {
  const world = await startWorld(smallWorld(), { keepFreshSecs: 3600 })
  onTestFinished(() => world.close())
  const sent: any[] = []
  const wire: any = {
    start: async () => {},
    close: async () => {},
    send: async (message: any) => void sent.push(message),
  }
  const handle = serveStdio(connections(world.app), { transport: wire })
  onTestFinished(() => handle.close())
  let id = 0
  const ask = async (method: string, params: object, isAnswer: (message: any) => boolean) => {
    const own = ++id
    wire.onmessage({ jsonrpc: '2.0', id: own, method, params })
    await vi.waitFor(() => expect(sent.some(message => message.id === own || isAnswer(message))).toBe(true), PATIENT)
  }
  const answered = () => false
  if (era === '2025') {
    const clientInfo = { name: 'test', version: '1' }
    await ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo }, answered)
    wire.onmessage({ jsonrpc: '2.0', method: 'notifications/initialized' })
    await ask('resources/subscribe', { uri: RECENT }, answered)
  } else {
    await ask('server/discover', { _meta: META }, answered)
    const notifications = { resourcesListChanged: true, resourceSubscriptions: [RECENT] }
    const isAcknowledged = ({ method }: any) => String(method).includes('acknowledged')
    await ask('subscriptions/listen', { notifications, _meta: META }, isAcknowledged)
  }
  const told = (method: string) => sent.filter(message => message.method === method)
  return { world, told }
}

// Side by side, because each is told some seconds later.
test('clients of both eras are told of new calls', () => Promise.all((['2025', '2026'] as const).map(isTold)))

async function isTold(era: '2025' | '2026'): Promise<void> {
  const { world, told } = await listening(era)
  const { sync } = await (await world.app.mirror()).open()
  const hasHeard = () => told('notifications/resources/updated').length > 0
  // What came before the first look is no news.
  for (let count = 0; !hasHeard() && count < 100; count++) {
    const id = `conv_new_${count}`
    expect(await sync.take(id, call({ id, start: NOW - 100 }), NOW)).toBe('kept')
    await vi.waitFor(() => expect(hasHeard()).toBe(true), { timeout: 2_000 }).catch(() => {})
  }
  expect(told('notifications/resources/updated')[0].params.uri).toBe(RECENT)
  expect(told('notifications/resources/list_changed')).not.toEqual([])
}
