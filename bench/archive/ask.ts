import { performance } from 'node:perf_hooks'
import { openArchive } from '../../src/archive/archive.ts'
import { whereOf } from '../../src/archive/select/select.ts'
import { hitsByStart } from '../../src/archive/sqlite/words/common.ts'
import { holdingAll } from '../../src/archive/sqlite/words/expression.ts'
import { find } from '../../src/archive/sqlite/words/find.ts'
import { parseQuery } from '../../src/archive/words/parse.ts'
import { databaseOf } from '../../test/support/database.ts'
import { ANALYSIS } from './analysis.ts'
import { WHY } from './explain.ts'
import { SEARCHES } from './search.ts'
import { COMMON_WORD, RARE_WORD } from './speech.ts'
import { QUEUE } from './triage.ts'

/*
 * node ask.mjs FILE ROUNDS: asks an archive each question in turn with the same question in plain SQL, by the same
 * driver, and prints how many milliseconds each one took.
 */

/** Of how many rounds one asks the plain statements, too, some of which take seconds. */
const PLAIN_EVERY = 3

const [path = '', rounds = ''] = process.argv.slice(2)
const archive = await openArchive(path)

const questions = []
for (const { name, maxMs = 1000, ours, plain } of [...SEARCHES, ...ANALYSIS, QUEUE, WHY]) {
  const [answer, other] = [await ours(archive), plain(databaseOf(archive))].map(one => JSON.stringify(one))
  if (answer !== other) throw new Error(`${name}: we say ${answer}, plain SQL says ${other}`)
  const [oursMs, plainMs]: number[][] = [[], []]
  // In turns, since whatever else the computer does slows down both.
  for (let round = 0; round < Number(rounds); round++) {
    oursMs!.push(await msOf(() => ours(archive)))
    if (round % PLAIN_EVERY === 0) plainMs!.push(await msOf(() => plain(databaseOf(archive))))
  }
  questions.push({ name, maxMs, oursMs, plainMs })
}

const plan = (word: string) => {
  const match = holdingAll(parseQuery(word))
  return { match, hasPrefix: false, where: whereOf({}), order: 'newest' as const, limit: 10, offset: 0 }
}
/** Milliseconds until the first hits are there, by how the engine finds them. */
const firstHits: Record<'commonMs' | 'rareMs', number[]> = { commonMs: [], rareMs: [] }
for (let round = 0; round < 100; round++) {
  firstHits.commonMs.push(await msOf(() => archive.read(hitsByStart(plan(COMMON_WORD)))))
  firstHits.rareMs.push(await msOf(() => archive.read(find(plan(RARE_WORD)))))
}

const { version, turns } = databaseOf(archive).get(
  'SELECT sqlite_version() AS version, (SELECT count(*) FROM turns) AS turns',
)!
process.stdout.write(`${JSON.stringify({ turns, sqlite: version, questions, firstHits })}\n`)
await archive.close()

async function msOf(work: () => unknown): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
