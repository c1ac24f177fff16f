import { expect, it } from 'vitest'
import { withoutSecrets } from '../../src/api/strip.ts'

it('drops what must not leave, at any depth, and nothing else', () => {
  const body = {
    unknown_field: [1, null, { a: 'b' }],
    transcript: [
      {
        tool_calls: [{ request_id: 'r', tool_details: { headers: 'SECRET' } }],
        tool_results: [
          {
            result: { steps: [{ requests: [{ tool_name: 'x', tool_details: 'SECRET' }] }] },
            dynamic_variable_updates: [
              { variable_name: 'secret__token', old_value: 'SECRET', new_value: 'SECRET', tool_name: 'x' },
              { variable_name: 'plan', old_value: null, new_value: 'gold' },
            ],
          },
        ],
      },
    ],
    conversation_initiation_client_data: {
      conversation_config_override: 'SECRET',
      custom_llm_extra_body: { key: 'SECRET' },
      dynamic_variables: { plan: 'gold', secret__a: 'SECRET', system__conversation_history: 'SECRET' },
    },
  }
  const before = structuredClone(body)
  expect(withoutSecrets(body)).toEqual({
    unknown_field: [1, null, { a: 'b' }],
    transcript: [
      {
        tool_calls: [{ request_id: 'r' }],
        tool_results: [
          {
            result: { steps: [{ requests: [{ tool_name: 'x' }] }] },
            dynamic_variable_updates: [
              { variable_name: 'secret__token', tool_name: 'x' },
              { variable_name: 'plan', old_value: null, new_value: 'gold' },
            ],
          },
        ],
      },
    ],
    conversation_initiation_client_data: { dynamic_variables: { plan: 'gold' } },
  })
  expect(body).toEqual(before)
})
