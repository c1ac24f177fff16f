import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Conversation } from '../../src/domain/conversation.ts'
import { openExportFile } from '../../src/export/files/file.ts'
import { csvFormat } from '../../src/export/formats/csv.ts'
import type { ExportFormat, ExportItem } from '../../src/export/formats/format.ts'
import { writeExport } from '../../src/export/write.ts'
import type { Pieces } from '../../src/pieces.ts'
import { fullConversation } from '../redact/full.ts'

const context = { zone: 'UTC', agentNames: new Map<string, string>() }
const call: Conversation = fullConversation
const csv = () => csvFormat(context, { columns: ['conversation_id', 'title'] })

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function* calls(count: number, of: (at: number) => Conversation = at => ({ ...call, id: `conv_${at}` })) {
  for (let at = 0; at < count; at++) yield { call: of(at) } satisfies ExportItem
}

async function write(format: ExportFormat, items: AsyncIterable<ExportItem>, signal?: AbortSignal) {
  return writeExport(await openExportFile(folder, 'calls', format.extension), format, items, signal)
}

// biome-ignore lint/correctness/useYield: one piece
function* one(row: string): Pieces<string> {
  return row
}

describe('an export', () => {
  test('tells its path, rows and bytes', async () => {
    const done = await write(csv(), calls(2))
    expect(done).toMatchObject({ rows: 2, path: expect.stringMatching(/calls\.csv$/) })
    expect(await readFile(done.path, 'utf8')).toBe(
      'conversation_id,title\r\nconv_0,Charged twice\r\nconv_1,Charged twice\r\n',
    )
    expect(done.bytes).toBe((await stat(done.path)).size)
  })

  test('of nothing is the line of names', async () => {
    const done = await write(csv(), calls(0))
    expect(done.rows).toBe(0)
    expect(await readFile(done.path, 'utf8')).toBe('conversation_id,title\r\n')
  })

  test('of many calls is whole', async () => {
    const message = 'I was charged twice for the same order, can you look into it? '.repeat(8)
    async function* many() {
      yield* calls(5_000, at => ({ ...call, id: `conv_${at}`, summary: `${message}${at}` }))
    }
    const format = csvFormat(context, { columns: ['conversation_id', 'summary', 'outcome'] })
    const done = await write(format, many())
    expect(done.rows).toBe(5_000)
    expect(done.bytes).toBeGreaterThan(2e6)
    const text = await readFile(done.path, 'utf8')
    expect(text.split('\r\n')).toHaveLength(5_002)
  })

  test('waits for a slow disk', async () => {
    const order: string[] = []
    const slow = {
      write: async (text: string) => {
        order.push(`write ${text.length > 0}`)
        await new Promise(resolve => setImmediate(resolve))
        order.push('written')
      },
      finish: async () => ({ path: 'p', bytes: 0 }),
      abandon: async () => undefined,
    }
    const wide: ExportFormat = { extension: 'x', needs: 'call', head: '', row: () => one('x'.repeat(70_000)) }
    async function* counted() {
      for await (const item of calls(3)) {
        order.push('asked')
        yield item
      }
    }
    await writeExport(slow, wide, counted())
    const step = ['asked', 'write true', 'written']
    expect(order).toEqual([...step, ...step, ...step, 'write false', 'written'])
  })
})

describe('an export leaves nothing behind and tells why', () => {
  async function* failing(): AsyncGenerator<ExportItem> {
    yield { call }
    throw new RangeError('the source failed')
  }

  test('when the source fails', async () => {
    await expect(write(csv(), failing())).rejects.toThrow('the source failed')
    expect(await readdir(folder)).toEqual([])
  })

  test('when no row at all can be made', async () => {
    let isReleased = false
    async function* watched() {
      try {
        yield* calls(5)
      } finally {
        isReleased = true
      }
    }
    const broken: ExportFormat = {
      ...csv(),
      // biome-ignore lint/correctness/useYield: no row can be made
      *row() {
        throw new TypeError('no row')
      },
    }
    await expect(write(broken, watched())).rejects.toThrow('none of the calls could be read')
    await new Promise(resolve => setImmediate(resolve))
    expect(isReleased).toBe(true)
    expect(await readdir(folder)).toEqual([])
  })

  test('but not when one row cannot be made, which is named', async () => {
    const whole = csv()
    const odd: ExportFormat = {
      ...whole,
      *row(item) {
        if ('call' in item && item.call.id === 'conv_1') throw new TypeError('no row')
        return yield* whole.row(item)
      },
    }
    expect(await write(odd, calls(3))).toMatchObject({ rows: 2, lost: ['conv_1'] })
    await rm(folder, { recursive: true })
  })

  test('when it is cancelled, between two calls', async () => {
    const stop = new AbortController()
    const reason = new Error('enough')
    async function* stopping() {
      for await (const item of calls(1000)) {
        if (item.call.id === 'conv_500') stop.abort(reason)
        yield item
      }
    }
    await expect(write(csv(), stopping(), stop.signal)).rejects.toBe(reason)
    expect(await readdir(folder)).toEqual([])
  })

  test('when it is cancelled while the source hangs', async () => {
    const stop = new AbortController()
    const reason = new Error('enough')
    async function* hanging(): AsyncGenerator<ExportItem> {
      yield { call }
      setImmediate(() => stop.abort(reason))
      await new Promise(() => undefined)
    }
    await expect(write(csv(), hanging(), stop.signal)).rejects.toBe(reason)
    expect(await readdir(folder)).toEqual([])
  })

  test('when it was cancelled before', async () => {
    await expect(write(csv(), calls(1), AbortSignal.abort('before'))).rejects.toBe('before')
    expect(await readdir(folder)).toEqual([])
  })
})
