import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ArchiveError } from '../src/errors.ts'
import { run } from './support/built.ts'
import { type Answer, connect, type TestClient } from './support/client.ts'
import { type Cluster, POSTGRES_BIN, startCluster } from './support/postgres.ts'
import { smallWorld } from './support/small-world.ts'
import { API_KEY, startWorld, type TestWorld } from './support/world.ts'

/* A server of ours whose store is in PostgreSQL, on days on which that goes wrong: from a real client to a real server. */

const STILL_WORKS = / The tools that read the live API \(list_conversations, .*\) still work\.$/
/** The fence of each answer has a name of its own. */
const plain = ({ text }: Answer): string => text.replaceAll(/said-[0-9a-f]+/g, 'said')
const QUESTION = { metrics: ['count', 'success_rate', 'felt_latency'], group_by: ['agent'] }

describe.skipIf(POSTGRES_BIN === null)('a store on a bad day', () => {
  let cluster: Cluster
  const folder = mkdtempSync(join(tmpdir(), 'store-bad-days-'))
  const open: { server: TestWorld; client: TestClient }[] = []
  /** What a server answers whose store is a file. */
  let wanted: string

  beforeAll(async () => {
    cluster = await startCluster()
    await cluster.ask('CREATE ROLE analyst LOGIN; GRANT CREATE ON DATABASE postgres TO analyst')
    // As every server has it: what was committed survives a crash. Other tests are in a hurry.
    await cluster.ask('ALTER ROLE analyst SET synchronous_commit TO on')
    const file = await startWorld(smallWorld)
    const client = await connect(file.app)
    wanted = plain(await client.call('analyze_conversations', QUESTION))
    await client.close()
    await file.close()
  })
  afterEach(async () => {
    for (const { server, client } of open.splice(0)) {
      await client.close()
      await server.close()
    }
  })
  afterAll(async () => {
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const urlOf = (user: string, more = '') => `${cluster.url.replace('tests@', `${user}@`)}${more}`

  async function serve(store = urlOf('analyst'), settings = {}) {
    const server = await startWorld(smallWorld, { store, ...settings })
    const client = await connect(server.app)
    open.push({ server, client })
    return { server, client, ask: () => client.call('analyze_conversations', QUESTION) }
  }

  function expectRight(answer: Answer): void {
    expect({ text: plain(answer), isError: answer.isError }).toEqual({ text: wanted, isError: false })
  }

  /** Words for people, whatever happened; and what needs no store works. */
  async function expectWrong(answer: Answer, words: RegExp, client: TestClient): Promise<void> {
    expect(answer.isError).toBe(true)
    expect(answer.text).toMatch(words)
    expect(answer.text).toMatch(STILL_WORKS)
    for (const [tool, input] of [
      ['list_conversations', {}],
      ['get_conversation', { conversation_id: 'conv_refund' }],
      ['list_filter_values', { kind: 'agents' }],
    ] as const) {
      const { isError, text } = await client.call(tool, input)
      expect({ isError, text }).toEqual({ isError: false, text: expect.any(String) })
    }
  }

  test.each(['SIGINT', 'SIGQUIT'] as const)('%s and a new start in the middle of questions', async how => {
    const { ask } = await serve()
    expectRight(await ask())
    const asked = Array.from({ length: 12 }, async (_, at) => {
      await sleep(at * 20)
      return ask()
    })
    await sleep(60)
    await cluster.end(how)
    await cluster.start()
    for (const answer of await Promise.all(asked)) expectRight(answer)
  })

  test('a crash while calls are read: nothing is lost, doubled or wrong', async () => {
    const { ask, server } = await serve(urlOf('analyst'), { concurrency: 2 })
    server.api.faults.latencyMs = 15
    const first = ask()
    for (let crash = 0; crash < 3; crash++) {
      await sleep(120)
      await cluster.end('SIGQUIT')
      await cluster.start()
    }
    // Whoever asked meanwhile has the answer, or words.
    const { text, isError } = await first
    if (isError) expect(text).toMatch(STILL_WORKS)
    expectRight(await ask())
    const status = await (await server.app.mirror()).open().then(({ archive }) => archive.status())
    expect(status).toMatchObject({ calls: 13, withDetail: 13 })
  })

  test('no connection left while calls are read: what is missing is read later', async () => {
    const { ask, server } = await serve(urlOf('analyst'), { concurrency: 2 })
    server.api.faults.latencyMs = 15
    const first = ask()
    while (server.api.requests.length < 6) await sleep(5)
    await cluster.ask('ALTER ROLE analyst CONNECTION LIMIT 0')
    await cluster.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'analyst'")
    const { text, isError } = await first
    if (isError) expect(text).toMatch(STILL_WORKS)
    await cluster.ask('ALTER ROLE analyst CONNECTION LIMIT -1')
    expectRight(await ask())
    const status = await (await server.app.mirror()).open().then(({ archive }) => archive.status())
    expect(status).toMatchObject({ calls: 13, withDetail: 13 })
  })

  test('connections that are killed, again and again', async () => {
    const { ask } = await serve()
    expectRight(await ask())
    for (let at = 0; at < 12; at++) {
      const asked = ask()
      await sleep(at * 10)
      await cluster.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'analyst'")
      expectRight(await asked)
    }
  })

  test('a store that is away, and comes back', async () => {
    const { ask, client } = await serve()
    expectRight(await ask())
    await cluster.end('SIGINT')
    const away = /cannot be reached: nothing accepts connections at that address\. Check that the server runs/
    await expectWrong(await ask(), away, client)
    // Who comes later is told at once.
    await expectWrong(await ask(), away, client)
    await cluster.start()
    expectRight(await ask())
  })

  test('a store that was never there', async () => {
    const nowhere = `postgres://analyst:${'s3cret'}@localhost/postgres?host=${encodeURIComponent(folder)}`
    const { ask, client } = await serve(nowhere)
    const answer = await ask()
    await expectWrong(answer, /cannot be reached: nothing accepts connections/, client)
    expect(answer.text).not.toContain('s3cret')
  })

  test('no connection left', async () => {
    const { ask, client } = await serve()
    await cluster.ask('ALTER ROLE analyst CONNECTION LIMIT 0')
    await expectWrong(await ask(), /has no connection left for this server\. Close other clients/, client)
    await cluster.ask('ALTER ROLE analyst CONNECTION LIMIT -1')
    expectRight(await ask())
  })

  test('a statement that takes too long', async () => {
    const { ask, client } = await serve()
    expectRight(await ask())
    await client.close()
    await cluster.ask("ALTER ROLE analyst SET statement_timeout TO '1ms'")
    const impatient = await serve()
    await expectWrong(await impatient.ask(), /needed too long for this request, which was cancelled/, impatient.client)
    await cluster.ask('ALTER ROLE analyst RESET statement_timeout')
  })

  test('a table that somebody else has locked', async () => {
    const { ask, client, server } = await serve(urlOf('analyst', '&options=-c%20lock_timeout%3D200ms'))
    expectRight(await ask())
    const { archive } = await (await server.app.mirror()).open()
    const schema = /schema (\w+)/.exec(archive.path)![1]
    const holding = cluster.ask(`BEGIN; LOCK TABLE ${schema}.conversations; SELECT pg_sleep(2); COMMIT`)
    await sleep(300)
    const answer = await ask()
    expect(answer.isError).toBe(true)
    expect(answer.text).toMatch(/is locked by another process\. Repeat the request in a moment/)
    await holding
    expectRight(await ask())
    expect((await client.call('list_conversations', {})).isError).toBe(false)
  })

  test('a standby, which nobody may write to', async () => {
    const standby = await cluster.standby()
    try {
      const { ask, client } = await serve(standby.url)
      await expectWrong(await ask(), /is read-only .* Point --store .* to the primary server/, client)
    } finally {
      await standby.stop()
    }
  })

  test('a call that does not fit: it is named, and all others count', async () => {
    const world = smallWorld()
    const odd = world.conversations.find(call => call.conversation_id === 'conv_refund')!
    // No index takes that; letters at random, since what repeats itself is compressed.
    const name = Array.from({ length: 4_000 }, (_, at) => ((at * 7_919 + at ** 3) % 9_973).toString(36)).join('')
    odd.conversation_initiation_client_data = { dynamic_variables: { [name]: 'x' } }
    const server = await startWorld(world, { store: urlOf('analyst') })
    const client = await connect(server.app)
    open.push({ server, client })
    const { structured, isError } = await client.call('analyze_conversations', { metrics: ['felt_latency'] })
    expect(isError).toBe(false)
    expect(structured.coverage.notes.join(' ')).toMatch(/1 call cannot be read and is excluded .*conv_refund/)
  })

  test('a database that is not there', async () => {
    const { ask, client } = await serve(cluster.url.replace('/postgres?', '/nothing?'))
    await expectWrong(await ask(), /does not exist: the server has no database of that name\. Create it/, client)
  })

  test('a schema of a newer version', async () => {
    const { ask, server } = await serve()
    expectRight(await ask())
    const { archive } = await (await server.app.mirror()).open()
    const schema = /schema (\w+)/.exec(archive.path)![1]
    await cluster.ask(`INSERT INTO ${schema}.migrations VALUES ('99-later', 0)`)
    await (await server.app.mirror()).close()
    const again = await connect(server.app)
    const answer = await again.call('analyze_conversations', QUESTION)
    await expectWrong(answer, /was written by a newer version of conversations-mcp \(unknown here: 99-later\)/, again)
    await again.close()
  })

  describe('with a password', () => {
    const password = 's3cr3t/pass@word'
    beforeAll(async () => {
      await cluster.ask(`CREATE ROLE locked LOGIN PASSWORD '${password}'; GRANT CREATE ON DATABASE postgres TO locked`)
      cluster.requirePassword('locked')
      await cluster.ask('SELECT pg_reload_conf()')
    })

    const command = async (args: string[], env: Record<string, string>) => {
      const { server } = await serve()
      const own = {
        ELEVENLABS_API_KEY: API_KEY,
        ELEVENLABS_BASE_URL: server.api.url,
        CONVERSATIONS_MCP_LOG_LEVEL: 'debug',
      }
      return run(args, { env: { ...own, ...env } })
    }
    const url = (secret: string) => urlOf(`locked${secret && `:${encodeURIComponent(secret)}`}`)

    test('from the URL, a file, the environment or a password file it is used, and shown nowhere', async () => {
      const file = join(folder, 'url')
      writeFileSync(file, `${url(password)}\n`)
      const passFile = join(folder, 'pgpass')
      appendFileSync(passFile, `*:*:*:locked:${password}\n`, { mode: 0o600 })
      const ways: Record<string, string>[] = [
        { CONVERSATIONS_MCP_STORE: url(password) },
        { CONVERSATIONS_MCP_STORE_FILE: file },
        { CONVERSATIONS_MCP_STORE: url(''), PGPASSWORD: password },
        { CONVERSATIONS_MCP_STORE: url(''), PGPASSFILE: passFile },
      ]
      for (const env of ways) {
        const { stdout, stderr } = await command(['doctor'], env)
        expect(stdout).toMatch(/ok {4}PostgreSQL: \d+\.\d+.*, on this computer/)
        expect(stdout).toMatch(/ok {4}archive of profile "default": postgres:\/\/locked@localhost\/postgres \(schema /)
        const status = await command(['archive', 'status'], env)
        expect(status.code).toBe(0)
        const all = stdout + stderr + status.stdout + status.stderr
        expect(all).not.toMatch(/s3cr3t|pass@word|pass%40word/)
        expect(all).not.toMatch(/Warning/)
      }
    })

    test('that is wrong or missing is said to be that', async () => {
      const wrong = await command(['archive', 'status'], { CONVERSATIONS_MCP_STORE: url('other-s3cr3t') })
      expect(wrong.code).toBe(1)
      expect(wrong.stderr).toMatch(/refused the user or the password\. Correct --store/)
      const none = await command(['archive', 'status'], { CONVERSATIONS_MCP_STORE: url('') })
      expect(none.stderr).toMatch(/asks for a password, and none is set\. Correct --store/)
      for (const { stdout, stderr } of [wrong, none]) expect(stdout + stderr).not.toMatch(/s3cr3t/)
    })
  })
})

test('every code of a full disk, a lost server and the like has its words', async () => {
  const { explainFailure } = await import('../src/archive/postgres/failures.ts')
  const told = (code: string) => explainFailure(Object.assign(new Error('as the server says it'), { code }), 'PLACE')
  for (const [code, words] of [
    ['53100', "cannot grow: the server's disk is full. Free disk space there."],
    ['53200', 'has run out of memory.'],
    ['57P01', 'cannot be reached: the server is starting, stopping or was stopped.'],
    ['57P03', 'cannot be reached: the server is starting, stopping or was stopped.'],
    ['08006', 'cannot be reached: the connection was lost.'],
    ['ENOTFOUND', 'cannot be reached: its host name is not known.'],
    ['ETIMEDOUT', 'cannot be reached: it does not answer.'],
    ['28000', 'refused the user or the password.'],
    ['25006', 'is read-only'],
    ['XX001', 'is damaged.'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'was not used: its certificate is not one that sslmode accepts.'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'was not used: its certificate is not one that sslmode accepts.'],
  ] as const) {
    const error = told(code)
    expect(error).toBeInstanceOf(ArchiveError)
    expect(String(error)).toContain(`The archive PLACE ${words}`)
    expect(String(error)).not.toContain('as the server says it')
  }
  // Mistakes of ours stay what they are.
  expect(told('42601')).not.toBeInstanceOf(ArchiveError)
})
