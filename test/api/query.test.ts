import { expect, it } from 'vitest'
import {
  agentsQuery,
  listQuery,
  SMART_SEARCH_FILTERS,
  smartSearchQuery,
  TEXT_SEARCH_FILTERS,
  tagsQuery,
  textSearchQuery,
  topicsQuery,
} from '../../src/api/query.ts'
import { UserInputError } from '../../src/errors.ts'

it('writes filters under their own names, lists as repeated parameters', () => {
  const query = listQuery({
    agent_id: 'agent_1',
    call_start_after_unix: 1_790_000_000,
    has_feedback_comment: false,
    tool_names: ['a', 'b&c=d'],
    evaluation_params: ['solved:success'],
    dynamic_variable_params: ['plan:eq:gold'],
    user_id: undefined,
    tag_ids: [],
  })
  expect(query.toString()).toBe(
    'agent_id=agent_1&call_start_after_unix=1790000000&has_feedback_comment=false&tool_names=a&tool_names=b%26c%3Dd' +
      '&evaluation_params=solved%3Asuccess&dynamic_variable_params=plan%3Aeq%3Agold',
  )
})

it('writes the options of a list', () => {
  const query = listQuery(
    {},
    { cursor: 'c', pageSize: 100, sort: 'asc', summaries: true, criteriaIds: ['x', 'y'], dataFieldIds: ['z'] },
  )
  expect([...query]).toEqual([
    ['cursor', 'c'],
    ['page_size', '100'],
    ['sort_direction', 'asc'],
    ['summary_mode', 'include'],
    ['evaluation_criteria_ids', 'x'],
    ['evaluation_criteria_ids', 'y'],
    ['data_collection_ids', 'z'],
  ])
  expect(listQuery({}).size).toBe(0)
})

it('refuses what a search would ignore', () => {
  expect(textSearchQuery('a b', { topic_ids: ['t'] }, { pageSize: 5, cursor: 'c' }).toString()).toBe(
    'text_query=a+b&topic_ids=t&cursor=c&page_size=5',
  )
  expect(() => textSearchQuery('a', { tag_ids: ['t'], agent_id: 'x' })).toThrow(UserInputError)
  expect(() => textSearchQuery('a', { tag_ids: ['t'] })).toThrow('does not support tag_ids')
  expect(smartSearchQuery('a', { agent_id: 'x', branch_id: 'b' }).toString()).toBe(
    'text_query=a&agent_id=x&branch_id=b',
  )
  expect(() => smartSearchQuery('a', { call_start_after_unix: 1 })).toThrow('does not support call_start_after_unix')
  expect(() => listQuery({ agent: 'x' } as object)).toThrow('does not support agent')
})

it('knows what the searches take', () => {
  expect(SMART_SEARCH_FILTERS).toEqual(['agent_id', 'branch_id'])
  expect(TEXT_SEARCH_FILTERS).toContain('termination_reasons')
  for (const name of ['tag_ids', 'guardrail_types', 'custom_guardrail_names', 'parent_conversation_id']) {
    expect(TEXT_SEARCH_FILTERS).not.toContain(name)
  }
})

it('asks for archived agents apart', () => {
  expect(agentsQuery(false, undefined).toString()).toBe('page_size=100')
  expect(agentsQuery(true, 'c').toString()).toBe('page_size=100&archived=true&cursor=c')
  expect(tagsQuery('c').toString()).toBe('page_size=100&cursor=c')
})

it('asks for topics with both bounds of a span or neither', () => {
  const always = 'page_size=100&sort_by=conversations&include_evaluation_criteria=false'
  expect(topicsQuery(undefined, undefined).toString()).toBe(always)
  expect(topicsQuery({ from: 0, to: 86_400 }, 'c').toString()).toBe(
    `${always}&from_unix_secs=0&to_unix_secs=86400&cursor=c`,
  )
})
