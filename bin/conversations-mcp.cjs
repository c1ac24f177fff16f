#!/usr/bin/env node
'use strict'
// Old syntax on purpose: any Node must be able to read this, so that one too old can say so.
var version = process.versions.node.split('.').map(Number)
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    'conversations-mcp needs Node.js 20.19 or newer; this is ' + process.versions.node + ' at ' + process.execPath + '\n',
  )
  process.exit(1)
}
// Where Node can keep compiled code (22.8 and later), the next start is faster.
var module_ = require('node:module')
if (module_.enableCompileCache) module_.enableCompileCache()
import('../dist/main.js').catch(function (error) {
  process.stderr.write('conversations-mcp cannot start: ' + error.message + '\n')
  process.exit(1)
})
