// Preloaded into a server: on SIGUSR2 it collects garbage and writes the bytes still in use to BENCH_HEAP_FILE.
const { renameSync, writeFileSync } = require('node:fs')
const { setFlagsFromString } = require('node:v8')
const { runInNewContext } = require('node:vm')

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const file = process.env.BENCH_HEAP_FILE

process.on('SIGUSR2', () => {
  collect()
  collect()
  writeFileSync(`${file}.part`, String(process.memoryUsage().heapUsed))
  renameSync(`${file}.part`, file)
})
