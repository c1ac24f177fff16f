// Preloaded into a server: on SIGUSR2 it writes to BENCH_BLOCK_FILE how long it has worked since the last time, and how
// long at once, in ms. What counts is the shorter of time and CPU time (of the thread, where Node tells it, so that the
// collector's helpers do not count), so that a busy machine adds nothing.
const { renameSync, writeFileSync } = require('node:fs')

const file = process.env.BENCH_BLOCK_FILE
const usageSince = before => (process.threadCpuUsage ? process.threadCpuUsage(before) : process.cpuUsage(before))
const cpuMs = ({ user, system }) => (user + system) / 1000
let longestMs = 0
let [lastMs, lastCpu] = [performance.now(), usageSince()]
let since = process.cpuUsage()

setInterval(() => {
  longestMs = Math.max(longestMs, Math.min(performance.now() - lastMs, cpuMs(usageSince(lastCpu))))
  lastMs = performance.now()
  lastCpu = usageSince()
}, 2).unref()

process.on('SIGUSR2', () => {
  writeFileSync(`${file}.part`, JSON.stringify({ workMs: cpuMs(process.cpuUsage(since)), longestMs }))
  renameSync(`${file}.part`, file)
  longestMs = 0
  since = process.cpuUsage()
})
