// npm run bench [-- names…] [-- --check]: every figure is a ratio to a baseline of the same run, or a size.
import { performance } from 'node:perf_hooks'
import { missed, printTable } from './support/report.mjs'

const NAMES = [
  'start',
  'list',
  'tokens',
  'memory',
  'package',
  'archive',
  'http',
  'beside',
  'sync',
  'first-fill',
  'answers',
  'postgres',
  'postgres-large',
  'odd-calls',
  'masking',
  'views',
  'report',
]

const given = process.argv.slice(2)
const isCheck = given.includes('--check')
const wanted = given.filter(name => name !== '--check')
const unknown = wanted.find(name => !NAMES.includes(name))
if (unknown !== undefined) {
  console.error(`No benchmark "${unknown}". There are: ${NAMES.join(', ')}; --check fails where a target is missed.`)
  process.exit(2)
}

const startedMs = performance.now()
let misses = 0
for (const name of NAMES.filter(name => wanted.length === 0 || wanted.includes(name))) {
  const { title, run } = await import(`./${name}.mjs`)
  const figures = await run()
  printTable(title, figures)
  misses += missed(figures)
}
const secs = Math.round((performance.now() - startedMs) / 1000)
console.log(`\n${misses === 0 ? 'All targets met' : `${misses} missed`}; ${secs} s.`)
if (isCheck && misses > 0) process.exitCode = 1
