// What questions to a large archive take, beside the same question in plain SQL by the same driver.
import { mkdirSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CALLS, largeArchive } from './support/archive.mjs'
import { bundle, ROOT, SERVER, TEMP } from './support/build.mjs'
import { firstLineMs, INITIALIZE, runBundle } from './support/process.mjs'
import { figure, median } from './support/report.mjs'

const ROUNDS = 20

export const title = `archive: questions to ${CALLS.toLocaleString('en-US')} calls and 2 million turns (${ROUNDS} rounds)`

export async function run() {
  const path = await largeArchive()
  const { turns, sqlite, questions, firstHits } = JSON.parse(
    await runBundle(await bundle('bench/archive/ask.ts', 'ask.mjs'), [path, ROUNDS], ROOT),
  )
  const how = `${turns} turns, lean bodies and the index of words; Node ${process.versions.node}, SQLite ${sqlite}`
  return [
    figure('the file', statSync(path).size / 1e6, { unit: 'MB', how }),
    ...questions.flatMap(figuresOf),
    firstHitsFigure(firstHits),
    await startFigure(path),
  ]
}

function figuresOf({ name, maxMs, oursMs, plainMs }) {
  const [ours, plain] = [median(oursMs), median(plainMs)]
  const slowest = [...oursMs].sort((a, b) => a - b)[Math.ceil(oursMs.length * 0.95) - 1]
  return [
    figure(`${name}: p95`, slowest, { max: maxMs, unit: 'ms', how: `median ${ms(ours)}` }),
    figure('  ÷ plain SQL', ours / plain, { max: 1.5, digits: 2, how: `${ms(ours)} ÷ ${ms(plain)}` }),
  ]
}

function firstHitsFigure({ commonMs, rareMs }) {
  const [common, rare] = [median(commonMs), median(rareMs)]
  const how = `${ms(common)} ÷ ${ms(rare)}, unranked`
  return figure('first hits of a common word ÷ of a rare one', common / rare, { max: 5, digits: 2, how })
}

/** Spawn → first response line, in turns. */
async function startFigure(archive) {
  const { archivePath } = await import(await bundle('src/archive/place/files.ts', 'files.mjs'))
  const [dataDir, empty] = [join(TEMP, 'data'), join(TEMP, 'no-data')]
  const place = archivePath({ dataDir, host: 'api.elevenlabs.io', profile: 'default' })
  mkdirSync(dirname(place), { recursive: true })
  mkdirSync(empty)
  symlinkSync(archive, place)
  const start = folder => firstLineMs(process.execPath, [SERVER, '--data-dir', folder], { input: INITIALIZE })
  const [withIt, without] = [[], []]
  const subjects = [() => start(dataDir).then(ms => withIt.push(ms)), () => start(empty).then(ms => without.push(ms))]
  for (let round = 0; round < 2 * ROUNDS; round += 1) {
    await subjects[round % 2]()
    await subjects[(round + 1) % 2]()
  }
  const how = `${ms(median(withIt))} ÷ ${ms(median(without))}`
  return figure('server start with it ÷ with none', median(withIt) / median(without), { max: 1.1, digits: 2, how })
}

const ms = value => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`
