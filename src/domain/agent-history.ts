/** A line of versions of an agent, which can take a share of its calls. */
export interface AgentBranch {
  id: string
  name: string
  description: string | null
  /** Percent of the agent's calls; null where the API does not say. */
  traffic: number | null
  archived: boolean
  /** The branch that it was made from; null: it is the main one, or the API does not say. */
  parentId: string | null
  /** Unix seconds. */
  createdAt: number | null
}

/** One state of an agent, as it was saved on a branch; it never changes. */
export interface AgentVersion {
  id: string
  branchId: string | null
  /** Counts up from 1 on its branch. */
  number: number | null
  /** What the author noted. */
  description: string | null
  author: string | null
  /** Unix seconds. */
  committedAt: number | null
}

/** What the API tells of the branches of an agent, and of the newest versions of each. */
export interface AgentHistory {
  branches: AgentBranch[]
  /** The oldest first. */
  versions: AgentVersion[]
}

/** How an agent was set up, as of one version. */
export interface AgentConfig {
  name: string
  versionId: string | null
  branchId: string | null
  /** The API's own JSON by its own names; what must stay secret is withheld. */
  settings: Record<string, unknown>
}
