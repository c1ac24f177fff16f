// The same parser twice, and this one alone where a machine lacks some instructions.
module.exports = require('./llhttp-wasm.js')
