// Preloaded into a program: at its end it writes its CPU time (seconds) and its largest size (bytes) to BENCH_USAGE_FILE.
const { writeFileSync } = require('node:fs')

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  const usage = { cpuSecs: (user + system) / 1e6, rss: process.resourceUsage().maxRSS * 1024 }
  writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify(usage))
})
