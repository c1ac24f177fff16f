import { expect, test } from 'vitest'
import type { Json } from '../../src/demo/world.ts'
import { fewCalls } from '../support/few-and-many.ts'

const few = fewCalls()

test('clients are told that it writes', async () => {
  const { tools } = await few.client.client.listTools()
  const { annotations } = tools.find(({ name }: Json) => name === 'export_conversations')
  expect(annotations).toMatchObject({ readOnlyHint: false, destructiveHint: false, idempotentHint: false })
})
