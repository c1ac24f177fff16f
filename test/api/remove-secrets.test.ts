import { expect, it } from 'vitest'
import { withoutSecrets } from '../../src/api/remove-secrets.ts'

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

it.each([
  ['headers', { Authorization: 'SECRET' }],
  ['request_headers', [{ name: 'x-token', value: 'SECRET' }]],
  ['requestHeaders', { a: 'SECRET' }],
  ['responseHeaders', { a: 'SECRET' }],
  ['HTTP-Headers', { a: 'SECRET' }],
  ['authHeader', 'SECRET'],
  ['Authorization', 'Bearer SECRET'],
  ['proxy-authorization', 'SECRET'],
  ['X-Api-Key', 'SECRET'],
  ['xi-api-key', 'SECRET'],
  ['openai_api_key', 'SECRET'],
  ['accessToken', 'SECRET'],
  ['Set-Cookie', 'SECRET'],
  ['secret__token', 'SECRET'],
  ['nested', { deeper: [{ secret__token: 'SECRET' }] }],
  ['list', [{ name: 'Authorization', value: 'SECRET' }]],
  ['params_as_json', '{"order":1,"headers":{"x":"SECRET"},"in":{"secret__token":"SECRET"}}'],
])('withholds the member %s', (name, value) => {
  const kept = withoutSecrets({ [name]: value, other: 1 }) as object
  expect(JSON.stringify(kept)).not.toContain('SECRET')
  expect(kept).toMatchObject({ other: 1 })
})

it.each([
  ['authorization_method', 'public'],
  ['header', 'Welcome'],
  ['sip_header_dynamic_variables', ['a']],
  ['author', 'Ada'],
  ['keyword', 'refund'],
  ['message', 'My headers: {"secret__x": 1}'],
  ['params_as_json', '{ "order" : 1.0, "key": "A-1" }'],
  ['evaluation_criteria_results', { headers: { result: 'success' }, authorization: { result: 'failure' } }],
  ['data_collection_results', { cookie: { value: 'yes' }, __proto__x: { value: 1 } }],
])('leaves %s as it is', (name, value) => {
  const body = { [name]: value }
  expect(withoutSecrets(body)).toBe(body)
})

it('keeps an id whatever it is called', () => {
  const body = JSON.parse('{"variables":{"__proto__":{"a":1},"constructor":2,"secret__x":3}}')
  expect(JSON.stringify(withoutSecrets(body))).toBe('{"variables":{"__proto__":{"a":1},"constructor":2}}')
})

it('shows no number without end as null', () => {
  const body = JSON.parse('{"a":[1e400,-1e400,1e30]}')
  const large = '[number too large to show]'
  expect(withoutSecrets(body)).toEqual({ a: [large, large, 1e30] })
})

it('stands JSON of any depth', () => {
  const levels = 20_000
  const deep: unknown = JSON.parse(`${'{"a":['.repeat(levels)}1${']}'.repeat(levels)}`)
  expect(JSON.stringify(withoutSecrets(deep))).toContain('[nested too deeply to show]')
})
