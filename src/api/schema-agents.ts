import * as z from 'zod/v4'
import { amount, anything, dictionary, flag, id, isObject, listOf, number, part, text } from './tolerant.ts'

/* What is read of the branches, versions and settings of an agent. */

/** None may be left out. */
const whole = <T extends z.ZodType>(item: T) => z.preprocess(items => listOf(items).filter(isObject), z.array(item))

const branch = {
  id,
  name: text,
  description: text,
  created_at: number,
  last_committed_at: number,
  is_archived: flag,
  current_live_percentage: amount,
  parent_branch_id: text,
}

export const branchesList = z.object({ results: whole(z.object(branch)) })

/** The list names a branch's parent by its id, the branch itself by an object. */
export const version = z.object({
  id,
  agent_id: text,
  branch_id: text,
  version_description: text,
  seq_no_in_branch: amount,
  time_committed_secs: amount,
  access_info: part({ creator_name: text }),
})

export const branchVersions = z.object({ most_recent_versions: whole(version) })

export const agentSettings = z.object({
  agent_id: text,
  name: text,
  version_id: text,
  branch_id: text,
  tags: anything,
  conversation_config: dictionary,
  platform_settings: dictionary,
  workflow: anything,
  procedures: anything,
})
