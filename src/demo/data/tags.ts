import type { Json } from '../world.ts'
import { daysBefore } from './calendar.ts'
import { sampleId } from './random.ts'

const TAGS = {
  escalation: 'A person should call back',
  vip: 'Caller with a VIP contract',
  'tool trouble': 'A system did not answer during the call',
  complaint: 'The caller complained',
  praise: 'The caller was delighted',
  'quality review': 'Picked for the weekly review',
}

export type TagTitle = keyof typeof TAGS

export function tagId(title: TagTitle): string {
  return sampleId('tag', title)
}

export function tagCatalogue(now: number): Json[] {
  return Object.entries(TAGS).map(([title, description], index) => ({
    tag_id: tagId(title as TagTitle),
    workspace_id: 'ws_demo',
    owner_user_id: 'user_demo_owner',
    title,
    description,
    created_at_unix_secs: daysBefore(now, 120 - index),
  }))
}
