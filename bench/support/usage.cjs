// Preloaded into a program: at its end it writes its CPU time (seconds) and its largest size (bytes) to BENCH_USAGE_FILE.
const { readFileSync, writeFileSync } = require('node:fs')

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  writeFileSync(
    process.env.BENCH_USAGE_FILE,
    JSON.stringify({ cpuSecs: (user + system) / 1e6, rss: largestKb() * 1024 }),
  )
})

/** Linux counts in maxRSS what started the program, which may have been larger. */
function largestKb() {
  const { maxRSS } = process.resourceUsage()
  if (process.platform !== 'linux') return maxRSS
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1])
}
