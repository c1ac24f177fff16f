// Takes out of a WebAssembly module what nobody calls: its exports beyond those named, and the code that only they reach.
// Functions keep their numbers; one that is out is a single instruction, a trap. Whatever stands in a table may be called.
// (binaryen's wasm-metadce comes to the same size; it is 100 MB to install.)

const SECTION = { type: 1, import: 2, table: 4, export: 7, start: 8, element: 9, code: 10 }
/** No locals, `unreachable`, `end`. */
const TRAP = Buffer.from([0, 0, 0x0b])

/**
 * @param {Uint8Array} module
 * @param {readonly string[]} wanted - names of exports
 * @returns {Buffer} the smaller module
 */
export function withoutUncalled(module, wanted) {
  const parts = sectionsOf(module)
  const of = id => new Reader(parts.find(part => part.id === id).bytes)
  const imported = functionsImported(of(SECTION.import))
  const exports = of(SECTION.export).vector(exportOf)
  const kept = exports.filter(({ name }) => wanted.includes(name))
  for (const name of wanted) {
    if (!kept.some(one => one.name === name)) throw new Error(`The module exports no ${name}.`)
  }
  const code = of(SECTION.code)
  const bodies = code.vector(reader => reader.take(reader.number()))
  const begun = parts.filter(({ id }) => id === SECTION.start).map(({ bytes }) => new Reader(bytes).number())
  const offered = kept.filter(({ kind }) => kind === 0).map(({ index }) => index)
  const called = new Set([...begun, ...offered, ...elementsOf(of(SECTION.element))])
  for (const index of called) {
    if (index >= imported) for (const callee of callsOf(bodies[index - imported])) called.add(callee)
  }
  const left = bodies.map((body, at) => (called.has(at + imported) ? body : TRAP))
  const written = new Map([
    [SECTION.export, vector(kept.map(({ bytes }) => bytes))],
    [SECTION.code, vector(left.map(body => Buffer.concat([number(body.length), body])))],
  ])
  const smaller = parts
    // The others are notes for tools.
    .filter(({ id }) => id !== 0)
    .flatMap(({ id, bytes }) => {
      const content = written.get(id) ?? bytes
      return [Buffer.from([id]), number(content.length), content]
    })
  return Buffer.concat([module.subarray(0, 8), ...smaller])
}

class Reader {
  constructor(bytes) {
    this.bytes = bytes
    this.at = 0
  }

  byte() {
    return this.bytes[this.at++]
  }

  take(length) {
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /** LEB128 of at most 32 bits, without a sign; longer and signed ones are only passed over. */
  number() {
    let [value, shift, byte] = [0, 0, 0]
    do {
      byte = this.byte()
      value |= (byte & 0x7f) << shift
      shift += 7
    } while (byte & 0x80)
    return value >>> 0
  }

  vector(read) {
    return Array.from({ length: this.number() }, () => read(this))
  }
}

function sectionsOf(module) {
  const reader = new Reader(module)
  reader.at = 8
  const sections = []
  while (reader.at < module.length) sections.push({ id: reader.byte(), bytes: reader.take(reader.number()) })
  return sections
}

function functionsImported(reader) {
  const kinds = reader.vector(() => {
    reader.take(reader.number())
    reader.take(reader.number())
    const kind = reader.byte()
    if (kind === 0) reader.number()
    // A memory: whether it ends, where it begins, where it ends.
    else if (kind === 2) for (let left = reader.byte() & 1 ? 2 : 1; left > 0; left--) reader.number()
    else throw new Error('The module imports what this does not know.')
    return kind
  })
  return kinds.filter(kind => kind === 0).length
}

function exportOf(reader) {
  const from = reader.at
  const name = Buffer.from(reader.take(reader.number())).toString()
  const kind = reader.byte()
  const index = reader.number()
  return { name, kind, index, bytes: reader.bytes.subarray(from, reader.at) }
}

const elementsOf = reader =>
  reader
    .vector(() => {
      // Active, table 0, at a constant place: what compilers write for C.
      if (reader.number() !== 0 || reader.byte() !== 0x41) throw new Error('These elements are of another kind.')
      reader.number()
      reader.byte()
      return reader.vector(() => reader.number())
    })
    .flat()

const CALL = 0x10

/** Which functions a body calls, as every instruction is read with what belongs to it. */
function callsOf(body) {
  const reader = new Reader(body)
  reader.vector(() => [reader.number(), reader.byte()])
  const calls = []
  while (reader.at < body.length) {
    const code = reader.byte()
    if (code === CALL) calls.push(reader.number())
    else pass(code, reader)
  }
  if (reader.at !== body.length) throw new Error('A body ends within an instruction.')
  return calls
}

function pass(code, reader) {
  const within = (from, to) => code >= from && code <= to
  // block, loop, if; br, br_if; variables and tables; memory.size and .grow; i32.const, i64.const
  if (within(0x02, 0x04) || within(0x0c, 0x0d) || within(0x20, 0x26) || within(0x3f, 0x42)) reader.number()
  // br_table
  else if (code === 0x0e) reader.vector(() => reader.number()) && reader.number()
  // call_indirect; loads and stores
  else if (code === 0x11 || within(0x28, 0x3e)) reader.number() + reader.number()
  else if (code === 0x43) reader.take(4)
  else if (code === 0x44) reader.take(8)
  else if (code === 0xfc) passExtended(reader)
  // Without anything behind them: control, comparison, arithmetic.
  else if (!(within(0x00, 0x01) || code === 0x05 || code === 0x0b || code === 0x0f || within(0x1a, 0x1b))) {
    if (!within(0x45, 0xc4)) throw new Error(`Instruction ${code} is not known.`)
  }
}

/** Conversions that saturate; then memory.copy and memory.fill. */
function passExtended(reader) {
  const code = reader.number()
  if (code <= 7) return
  if (code !== 10 && code !== 11) throw new Error(`Instruction 0xfc ${code} is not known.`)
  reader.take(code === 10 ? 2 : 1)
}

function number(value) {
  const bytes = []
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0))
    value >>>= 7
  } while (value > 0)
  return Buffer.from(bytes)
}

const vector = parts => Buffer.concat([number(parts.length), ...parts])
