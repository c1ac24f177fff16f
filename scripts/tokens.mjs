// Prints what the server's tool list and answers cost in tokens; with --check it fails where a budget is missed.

import { missed, printTable } from '../bench/support/report.mjs'
import { run, title } from '../bench/tokens.mjs'

const figures = await run()
printTable(title, figures)
if (process.argv.includes('--check') && missed(figures) > 0) process.exitCode = 1
