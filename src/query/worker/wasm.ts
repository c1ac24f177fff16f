/*
 * SQLite, compiled to WebAssembly by its makers. What such a module can reach is what it is given, and that is here: a
 * memory that ends, and a clock. It has no file, no network and no process to reach, whatever a statement says.
 */

/** What is used of SQLite's C interface; pointers are numbers. */
export interface Sqlite {
  memory: WebAssembly.Memory
  table: WebAssembly.Table
  call: Record<string, (...args: (number | bigint)[]) => number> & {
    sqlite3_column_int64(statement: number, column: number): bigint
  }
}

const PAGE = 65_536
/** What the module begins with. */
const FIRST_PAGES = 128
/** "Not implemented", as system calls say it. */
const ENOSYS = -52

/**
 * @param most bytes of memory
 * @param now Unix seconds: what a statement takes for the time
 */
export async function startSqlite(module: WebAssembly.Module, most: number, now: number): Promise<Sqlite> {
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: most / PAGE })
  const given: Record<string, unknown> = { memory, ...heap(memory, most), ...clock(memory, now) }
  const imports: Record<string, Record<string, unknown>> = {}
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {}
    imports[from][name] = given[name] ?? (() => ENOSYS)
  }
  const { exports } = await WebAssembly.instantiate(module, imports)
  const call = exports as unknown as Sqlite['call']
  call.__wasm_call_ctors!()
  return { memory, table: exports.__indirect_function_table as WebAssembly.Table, call }
}

const heap = (memory: WebAssembly.Memory, most: number) => ({
  emscripten_get_heap_max: () => most,
  emscripten_resize_heap(wanted: number) {
    const missing = (wanted >>> 0) - memory.buffer.byteLength
    try {
      memory.grow(Math.ceil(missing / PAGE))
      return 1
    } catch {
      return 0
    }
  },
})

const clock = (memory: WebAssembly.Memory, now: number) => ({
  emscripten_date_now: () => now * 1000,
  emscripten_get_now: () => now * 1000,
  clock_time_get(_id: number, _precision: bigint, place: number) {
    new DataView(memory.buffer).setBigInt64(place, BigInt(now) * 1_000_000_000n, true)
    return 0
  },
  environ_sizes_get(count: number, size: number) {
    const view = new DataView(memory.buffer)
    view.setInt32(count, 0, true)
    view.setInt32(size, 0, true)
    return 0
  },
  environ_get: () => 0,
  _localtime_js() {
    throw new Error('localtime is not available; the columns started, day, week, month, weekday and hour are local')
  },
})

/**
 * A function of six numbers that answers one, so that SQLite can call it: only what a module has exported may stand in
 * the table of functions, so the smallest module that passes a function on is made of bytes.
 */
export function callable({ table }: Sqlite, called: (...args: number[]) => number): number {
  const i32 = 0x7f
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    // type 0: six i32 to one
    ...[0x01, 0x0b, 0x01, 0x60, 0x06, i32, i32, i32, i32, i32, i32, 0x01, i32],
    // import "e" "f" as a function of type 0, export it as "f"
    ...[0x02, 0x07, 0x01, 0x01, 0x65, 0x01, 0x66, 0x00, 0x00],
    ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
  ]
  const instance = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)), { e: { f: called } })
  const place = table.grow(1)
  table.set(place, instance.exports.f)
  return place
}
