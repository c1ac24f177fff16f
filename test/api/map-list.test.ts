import { describe, expect, it } from 'vitest'
import { toSummaries } from '../../src/api/map.ts'
import { ShapeError } from '../../src/errors.ts'

describe('a list of conversations', () => {
  const item = { conversation_id: 'conv_1' }

  it('maps what is there, and stands in for what is not', () => {
    const [full, bare] = toSummaries({
      conversations: [
        {
          conversation_id: 'conv_1',
          agent_id: 'agent_1',
          agent_name: 'Front desk',
          branch_id: 'b',
          version_id: 'v',
          start_time_unix_secs: '1790000000',
          call_duration_secs: 61,
          message_count: 7,
          status: 'done',
          termination_reason: 'Client disconnected: 1000',
          call_successful: 'partly',
          call_success_score: 0.5,
          transcript_summary: 'They talked.\n',
          call_summary_title: 'A talk',
          main_language: 'de',
          conversation_initiation_source: 'twilio',
          direction: 'inbound',
          rating: 4,
          tool_names: ['look_up'],
          sentiment_analysis: { overall_label: 'neutral', overall_sentiment_score: 0, overall_frustration_score: 0.1 },
          evaluation_criteria_results: { solved: { result: 'success', score: 3, max_score: 5 }, polite: null },
          data_collection_results: { city: 'Bonn', age: null, parts: { a: 1 } },
          tag_ids: ['t'],
          something_new: true,
        },
        item,
      ],
      has_more: true,
      next_cursor: 'next',
    }).items
    expect(full).toMatchInlineSnapshot(`
      {
        "agentId": "agent_1",
        "agentName": "Front desk",
        "branchId": "b",
        "collected": [
          {
            "id": "city",
            "rationale": null,
            "value": "Bonn",
          },
          {
            "id": "age",
            "rationale": null,
            "value": null,
          },
          {
            "id": "parts",
            "rationale": null,
            "value": {
              "a": 1,
            },
          },
        ],
        "criteria": [
          {
            "id": "solved",
            "maxScore": 5,
            "rationale": null,
            "result": "success",
            "score": 3,
          },
          {
            "id": "polite",
            "maxScore": null,
            "rationale": null,
            "result": "unknown",
            "score": null,
          },
        ],
        "direction": "inbound",
        "durationSecs": 61,
        "ending": "Client disconnected: 1000",
        "environment": null,
        "id": "conv_1",
        "language": "de",
        "messageCount": 7,
        "outcome": "partly",
        "rating": 4,
        "score": 0.5,
        "sentiment": {
          "frustration": 0.1,
          "label": "neutral",
          "maxUserFrustration": null,
          "minUserScore": null,
          "score": 0,
        },
        "source": "twilio",
        "startedAt": 1790000000,
        "status": "done",
        "summary": "They talked.",
        "tagIds": [
          "t",
        ],
        "title": "A talk",
        "toolNames": [
          "look_up",
        ],
        "versionId": "v",
      }
    `)
    expect(bare).toMatchObject({ id: 'conv_1', agentId: '', startedAt: 0, status: 'unknown', outcome: 'unknown' })
    expect(bare).toMatchObject({ title: null, sentiment: null, toolNames: [], criteria: [], collected: [], tagIds: [] })
  })

  it.each([
    [
      { has_more: true, next_cursor: 'a' },
      { hasMore: true, nextCursor: 'a' },
    ],
    [
      { has_more: true, cursor: 'b' },
      { hasMore: true, nextCursor: 'b' },
    ],
    [
      { has_more: true, next_cursor: null, cursor: 'b' },
      { hasMore: true, nextCursor: 'b' },
    ],
    [{ has_more: true }, { hasMore: true, nextCursor: null }],
    [
      { has_more: true, next_cursor: '' },
      { hasMore: true, nextCursor: null },
    ],
    [
      { has_more: false, next_cursor: 'a' },
      { hasMore: false, nextCursor: null },
    ],
    [{ next_cursor: 'a' }, { hasMore: true, nextCursor: 'a' }],
    [{}, { hasMore: false, nextCursor: null }],
  ])('goes on as %j says', (end, expected) => {
    expect(toSummaries({ conversations: [], ...end })).toMatchObject(expected)
  })

  it('bears odd decorations', () => {
    const odd = {
      ...item,
      tool_names: null,
      tag_ids: 'x',
      rating: {},
      sentiment_analysis: 7,
      agent_name: 3,
      status: [],
    }
    expect(toSummaries({ conversations: [odd] }).items[0]).toMatchObject({
      toolNames: [],
      tagIds: ['x'],
      rating: null,
      sentiment: null,
      agentName: '3',
      status: 'unknown',
    })
  })

  it('shows the other rows where some name no call', () => {
    const page = toSummaries({ conversations: [null, item, { conversation_id: '' }, 'x', { agent_id: 'a' }] })
    expect(page).toMatchObject({ items: [{ id: 'conv_1' }], unnamed: 4 })
    expect(toSummaries({ conversations: [item] })).not.toHaveProperty('unnamed')
  })

  it.each([
    [null, 'it is not the expected JSON object'],
    [[], 'it is not the expected JSON object'],
    ['SECRET', 'it is not the expected JSON object'],
    [{}, 'see field conversations'],
    [{ conversations: null }, 'see field conversations'],
    [{ conversations: { SECRET: 1 } }, 'see field conversations'],
    [{ conversations: ['SECRET'] }, 'see field conversations[0]'],
    [{ conversations: [{ agent_id: 'SECRET' }] }, 'see field conversations[0].conversation_id'],
  ])('refuses %j', (body, text) => {
    const map = (): unknown => toSummaries(body)
    expect(map).toThrow(ShapeError)
    expect(map).toThrow(text)
    expect(map).not.toThrow('SECRET')
  })
})
