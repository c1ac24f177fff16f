import { describe, expect, it } from 'vitest'
import { toConversation } from '../../src/api/map.ts'

describe('a conversation', () => {
  it('maps every part', () => {
    expect(
      toConversation(
        {
          conversation_id: 'conv_1',
          agent_id: 'agent_1',
          agent_name: 'Front desk',
          status: 'done',
          user_id: 'user_1',
          branch_id: 'b',
          version_id: 'v',
          has_audio: true,
          tag_ids: ['t'],
          visited_agents: [{ agent_id: 'agent_1', branch_id: null }, { agent_id: 'agent_2' }],
          metadata: {
            start_time_unix_secs: 1_790_000_000,
            call_duration_secs: 61,
            queue_wait_secs: 1.5,
            termination_reason: 'end_call tool was called.',
            error: { code: 1002, reason: 'odd' },
            warnings: ['w'],
            main_language: 'en',
            conversation_initiation_source: 'twilio',
            text_only: false,
            phone_call: {
              type: 'twilio',
              direction: 'inbound',
              agent_number: '+1 555 0100',
              external_number: '+15550101',
              call_result: 'answered',
              call_sid: 'CA1',
            },
            cost: 181,
            cost_fiat: 0.018,
            accepted_time_unix_secs: 1_790_000_004,
            batch_call: { batch_call_id: 'batch_1', campaign: { campaign_id: 'campaign_1' } },
            charging: {
              ...{ llm_price: 0.005, llm_charge: 49, call_charge: 132, tier: 'pro' },
              platform_usage: { category_usage: { voice: { credits: 120 }, burst: { credits: 12 }, asr: null } },
              tts_usage: {
                total_audio_output_seconds: 16.5,
                per_voice_usage: [
                  { voice_id: 'voice_1', audio_output_seconds: 4 },
                  { voice_id: 'voice_2', audio_output_seconds: 12.5 },
                ],
              },
              asr_usage: { total_audio_input_seconds: 7.25 },
            },
            feedback: { overall_score: null, likes: 0, dislikes: 1, rating: 2, comment: ' slow ' },
            deletion_settings: { deleted_transcript_at_time_unix_secs: 1_791_000_000 },
          },
          analysis: {
            call_successful: 'failure',
            call_success_score: 0.25,
            call_summary_title: 'Title',
            transcript_summary: 'Summary\n',
            evaluation_criteria_results: {
              solved: { criteria_id: 'solved', result: 'failure' },
              only_in_map: { result: 'unknown', rationale: '' },
            },
            evaluation_criteria_results_list: [
              { criteria_id: 'solved', result: 'failure', rationale: 'It was not.', score: 1, max_score: 5 },
              { criteria_id: 'only_in_list', result: 'success' },
            ],
            data_collection_results: {
              city: { data_collection_id: 'city', value: 'Bonn', rationale: 'said so' },
              zero: { data_collection_id: 'zero', value: 0 },
            },
            data_collection_results_list: [{ data_collection_id: 'late', value: null, rationale: 'never said' }],
            scoped: [{ scope: 'agent', source_agent_id: 'agent_2', successful: 'success', success_score: 1 }],
            sentiment_analysis: {
              overall_label: 'negative',
              overall_sentiment_score: -0.5,
              overall_frustration_score: 0.7,
              min_user_sentiment_score: -1,
              max_user_frustration_score: 1,
            },
          },
          conversation_initiation_client_data: {
            conversation_config_override: { agent: { prompt: { prompt: 'PROMPT' } } },
            dynamic_variables: {
              plan: 'gold',
              system__time: 'noon',
              system__conversation_history: '[]',
              secret__token: 'TOKEN',
            },
          },
          experiment_assignments: [{ key: 'greeting', variant: 'short', source: 'server_branch' }],
          transcript: [],
        },
        'other',
      ),
    ).toMatchInlineSnapshot(`
      {
        "agentId": "agent_1",
        "agentName": "Front desk",
        "analysed": true,
        "branchId": "b",
        "campaign": "campaign_1",
        "collected": [
          {
            "id": "city",
            "rationale": "said so",
            "value": "Bonn",
          },
          {
            "id": "zero",
            "rationale": null,
            "value": 0,
          },
          {
            "id": "late",
            "rationale": "never said",
            "value": null,
          },
        ],
        "cost": {
          "burstCredits": 12,
          "credits": 181,
          "llmCredits": 49,
          "llmUsd": 0.005,
          "platformCredits": 132,
          "usd": 0.018,
          "voiceCredits": 120,
        },
        "criteria": [
          {
            "id": "solved",
            "maxScore": 5,
            "rationale": "It was not.",
            "result": "failure",
            "score": 1,
          },
          {
            "id": "only_in_map",
            "maxScore": null,
            "rationale": null,
            "result": "unknown",
            "score": null,
          },
          {
            "id": "only_in_list",
            "maxScore": null,
            "rationale": null,
            "result": "success",
            "score": null,
          },
        ],
        "deleted": {
          "audioAt": null,
          "transcriptAt": 1791000000,
        },
        "durationSecs": 61,
        "ending": "end_call tool was called.",
        "environment": null,
        "error": {
          "code": 1002,
          "reason": "odd",
        },
        "experiments": [
          "greeting: short",
        ],
        "feedback": {
          "comment": "slow",
          "dislikes": 1,
          "likes": 0,
          "overall": null,
          "rating": 2,
        },
        "hasAudio": true,
        "id": "conv_1",
        "language": "en",
        "outcome": "failure",
        "phone": {
          "agentNumber": "+1 555 0100",
          "direction": "inbound",
          "externalNumber": "+15550101",
          "result": "answered",
          "type": "twilio",
        },
        "queueWaitSecs": 1.5,
        "refusedDuration": null,
        "ringSecs": 4,
        "scoped": [
          {
            "agentId": "agent_2",
            "outcome": "success",
            "score": 1,
          },
        ],
        "score": 0.25,
        "sentiment": {
          "frustration": 0.7,
          "label": "negative",
          "maxUserFrustration": 1,
          "minUserScore": -1,
          "score": -0.5,
        },
        "source": "twilio",
        "speech": {
          "agentSecs": 16.5,
          "callerSecs": 7.25,
        },
        "startedAt": 1790000000,
        "status": "done",
        "summary": "Summary",
        "tagIds": [
          "t",
        ],
        "textOnly": false,
        "title": "Title",
        "turns": [],
        "unread": {
          "cut": [],
          "impossible": [],
          "lostTurns": [],
          "noTranscript": false,
          "reason": null,
        },
        "userId": "user_1",
        "variables": {
          "plan": "gold",
          "system__time": "noon",
        },
        "versionId": "v",
        "visitedAgentIds": [
          "agent_1",
          "agent_2",
        ],
        "voice": "voice_2",
        "warnings": [
          "w",
        ],
      }
    `)
  })
})
