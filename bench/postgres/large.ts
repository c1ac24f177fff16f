import { Socket } from 'node:net'
import { Client, escapeIdentifier } from 'pg'
import { openArchive } from '../../src/archive/archive.ts'
import { placeOf } from '../../src/archive/place/place-of.ts'
import { schemaOf } from '../../src/archive/postgres/place.ts'
import { Load, readWith, secsOf } from './load.ts'
import { isRate, questions } from './questions.ts'

/*
 * node large.mjs {store, host, profile, key, turns, sizes, rounds}: fills an archive in that database; asks it, and the same
 * in plain SQL over a connection of the same driver. Prints what was loaded, what travelled, and how many milliseconds
 * each question took. An archive that is there is taken.
 */

interface Task {
  store: string
  host: string
  profile: string
  key: string
  /** Of a call. */
  turns: number
  /** Calls: those that are drawn, those that a rate is asked of, and those that everything is asked of. */
  sizes: [number, number, number]
  rounds: number
}

/** Of how many rounds one asks the plain statements, too, some of which take longer. */
const PLAIN_EVERY = 3

const { store, host, profile, key, turns, sizes, rounds } = JSON.parse(process.argv[2]!) as Task
const [drawn, few, many] = sizes
const schema = schemaOf(host, profile)

const sockets = new Set<Socket>()
const { connect } = Socket.prototype
Socket.prototype.connect = function (this: Socket, ...args: Parameters<Socket['connect']>) {
  sockets.add(this)
  return connect.apply(this, args)
} as typeof connect
const received = (): number => [...sockets].reduce((sum, { bytesRead }) => sum + bytesRead, 0)

const client = new Client({ connectionString: store })
await client.connect()
// It was made for another host: that of the API has another port each time.
const { rows } = await client.query<{ name: string }>(
  `SELECT nspname AS name FROM pg_namespace WHERE nspname LIKE 'conversations\\_${profile}\\_%' AND nspname <> $1`,
  [schema],
)
for (const { name } of rows) await client.query(`ALTER SCHEMA ${escapeIdentifier(name)} RENAME TO ${schema}`)
const archive = await openArchive(placeOf({ store, host, profile }))
await client.query(`SET search_path TO ${schema}; SET jit TO off`)

const load = new Load(archive, client, drawn)
await load.draw(turns)
const asked = questions(await load.end())

/** The second question finds all prepared. */
async function bytesOfRate(): Promise<number> {
  const { ours } = asked.find(isRate)!
  await ours(archive)
  const before = received()
  await ours(archive)
  return received() - before
}
const bytes: [calls: number, bytes: number][] = []
for (const calls of [few, many]) {
  await load.growTo(calls)
  bytes.push([await load.countCalls(), await bytesOfRate()])
}

const times = []
for (const { name, ours, plain } of asked) {
  const [answer, other] = [await ours(archive), await plain(client)].map(one => JSON.stringify(one))
  if (answer !== other) throw new Error(`${name}: we say ${answer}, plain SQL says ${other}`)
  const [oursMs, plainMs]: [number[], number[]] = [[], []]
  // In turns, since whatever else the computer does slows down both.
  for (let round = 0; round < rounds; round++) {
    oursMs.push(1000 * (await secsOf(() => ours(archive))))
    if (round % PLAIN_EVERY === 0) plainMs.push(1000 * (await secsOf(() => plain(client))))
  }
  times.push({ name, oursMs, plainMs })
}
await readWith(key, Math.floor(Date.now() / 1000), archive, client)
const size = await archive.store.bytes()
const { version } = (await client.query<{ version: string }>("SELECT current_setting('server_version') AS version"))
  .rows[0]!
process.stdout.write(JSON.stringify({ version, size, steps: load.steps, bytes, times }))
await client.end()
await archive.close()
