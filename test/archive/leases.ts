import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import type { Archive } from '../../src/archive/archive.ts'
import { sql } from '../../src/archive/engine/sql.ts'
import { all, run, texts } from '../../src/archive/engine/work.ts'
import { askToBeNext, claim } from '../../src/archive/leases/lease.ts'
import { until } from '../sync/waiting.ts'

/* What must be true of leases whatever keeps them. `open` gives another server's view of one new archive. */

type Open = (leaseSecs?: number) => Promise<Archive>

const none = new AbortController().signal
const needed = async () => true
const rows = (archive: Archive) =>
  archive.read(all<{ name: string; holder: string; until: number }>(sql`SELECT * FROM leases ORDER BY name`))

/** A process of this computer that has ended. */
export const deadProcess = (): string => `${hostname()} ${spawnSync(process.execPath, ['--version']).pid} x`
/** One that nobody here can ask about. */
const FAR_AWAY = 'another-computer 4711 x'

export const LEASES: Record<string, (open: Open) => Promise<void>> = {
  'each thing is claimed by one, and free when it is given back': async open => {
    const [one, other] = [await open(), await open()]
    assert.deepEqual(await one.leases.claim(['b', 'a']), { ours: ['b', 'a'], taken: [] })
    assert.deepEqual(await other.leases.claim(['c', 'a', 'b']), { ours: ['c'], taken: ['a', 'b'] })
    let isFree = false
    const free = other.leases.whenFree(['a', 'b'], none).then(() => {
      isFree = true
    })
    await one.leases.release(['a'])
    assert.equal(isFree, false)
    assert.deepEqual((await other.leases.claim(['a', 'b'])).ours, ['a'])
    await one.leases.release(['b'])
    await free
    // Those of others are not given back.
    await one.leases.release(['a', 'c'])
    assert.deepEqual(
      (await rows(one)).map(({ name }) => name),
      ['a', 'c'],
    )
    await other.leases.release(['a', 'c'])
    assert.deepEqual(await rows(one), [])
  },

  'what is not wanted any more when it is claimed is given back at once': async open => {
    const [one, other] = [await open(), await open()]
    const claimed = await one.leases.claim(['a', 'b', 'c'], names => {
      assert.deepEqual([...names].sort(), ['a', 'b', 'c'])
      return texts(sql`SELECT name FROM leases WHERE name <> 'b' ORDER BY name DESC`)
    })
    assert.deepEqual(claimed, { ours: ['a', 'c'], taken: [] })
    assert.deepEqual((await other.leases.claim(['a', 'b', 'c'])).ours, ['b'])
    // What is done goes with the next claim.
    await one.leases.claim(['d'], null, ['a'])
    assert.deepEqual((await other.leases.claim(['a'])).ours, ['a'])
  },

  'many at once never get the same thing': async open => {
    const servers = await Promise.all([open(), open(), open()])
    const names = Array.from({ length: 120 }, (_, index) => `call ${index}`)
    const claims = servers.flatMap(({ leases }, at) =>
      [0, 40, 80].map(from => leases.claim([...names.slice(from), ...names.slice(0, from)].slice(0, 60 + at))),
    )
    const claimed = (await Promise.all(claims.slice(0, 3).concat(claims.slice(3)))).map(({ ours }) => ours)
    const byServer = [0, 1, 2].map(at => new Set(claimed.slice(3 * at, 3 * at + 3).flat()))
    for (const name of names) assert.equal(byServer.filter(own => own.has(name)).length, 1, name)
  },

  'a task is done by one at a time; whoever waits is next': async open => {
    const [one, other] = [await open(), await open()]
    const order: string[] = []
    let inside = 0
    const task = (who: string) => async () => {
      assert.equal(++inside, 1)
      order.push(who)
      if (order.length === 1) await until(async () => (await rows(one)).length > 0 && (await isAwaited(one)))
      inside -= 1
    }
    const asked = (async () => {
      for (let times = 0; times < 3; times += 1) await one.leases.alone('lists', task('one'), needed, none)
    })()
    await until(() => order.length > 0)
    await other.leases.alone('lists', task('other'), needed, none)
    await asked
    assert.deepEqual(order, ['one', 'other', 'one', 'one'])
    assert.deepEqual(await rows(one), [])
  },

  'whoever waits ends where the work is done meanwhile, or nobody asks any more': async open => {
    const [one, other] = [await open(), await open()]
    await one.leases.claim(['lists'])
    let isNeeded = true
    const asked = other.leases.alone('lists', needed, async () => isNeeded, none)
    const caller = new AbortController()
    const given = other.leases.alone('lists', needed, needed, caller.signal)
    await until(() => isAwaited(one))
    isNeeded = false
    assert.equal(await asked, undefined)
    caller.abort(new Error('enough'))
    await assert.rejects(given, /enough/)
    assert.equal(await isAwaited(one), false)
  },

  'one that lives keeps what it has; one that is dead loses it by itself': async open => {
    const [one, other] = [await open(1), await open(1)]
    await one.leases.claim(['mine'])
    await one.write(claim({ holder: FAR_AWAY, secs: 1 }, ['dead']))
    const untilOf = async () => (await rows(other)).find(({ name }) => name === 'mine')!.until
    const before = await untilOf()
    await other.leases.whenFree(['dead'], none)
    assert.deepEqual((await other.leases.claim(['dead'])).ours, ['dead'])
    await until(async () => (await untilOf()) > before + 1)
    await one.leases.release(['mine'])
  },

  'of a process of this computer that has ended nobody waits for the end of its lease': async open => {
    const one = await open()
    const dead = { holder: deadProcess(), secs: 100 }
    await one.write(claim(dead, ['call a', 'lists']))
    await one.leases.whenFree(['call a'], none)
    assert.deepEqual((await one.leases.claim(['call a', 'lists'])).ours, ['call a', 'lists'])
    // Nor for one that wanted to be next.
    await one.write(askToBeNext(dead, 'lists'))
    await one.leases.release(['lists'])
    assert.equal(await one.leases.alone('lists', async () => 'done', needed, none), 'done')
    // Of another computer nobody can know.
    await one.write(claim({ holder: FAR_AWAY, secs: 100 }, ['far']))
    assert.deepEqual(await one.leases.claim(['far']), { ours: [], taken: ['far'] })
  },

  'a lease of a clock that was set back since holds nobody up, and nothing is left of dead ones': async open => {
    const one = await open()
    await one.write(claim({ holder: FAR_AWAY, secs: 3600 }, ['future']))
    await one.write(claim({ holder: FAR_AWAY, secs: -1 }, ['past']))
    assert.deepEqual((await one.leases.claim(['future'])).ours, ['future'])
    assert.deepEqual(
      (await rows(one)).map(({ name }) => name),
      ['future'],
    )
  },

  'where it cannot be given back it ends by itself': async open => {
    const [one, other] = [await open(0.4), await open(0.4)]
    await one.leases.claim(['a'])
    await one.write(run(sql`UPDATE leases SET holder = 'another-computer 1 y'`))
    await one.leases.release(['a'])
    await other.leases.whenFree(['a'], none)
  },
}

const isAwaited = async (archive: Archive): Promise<boolean> =>
  (await archive.read(all(sql`SELECT 1 FROM leases WHERE next_holder IS NOT NULL`))).length > 0
