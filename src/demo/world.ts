/** An object in the API's own JSON shape; the demo server neither maps nor validates it. */
// biome-ignore lint/suspicious/noExplicitAny: this is JSON as it stands on the wire
export type Json = Record<string, any>

/** Everything the demo server serves. */
export interface World {
  /** Bodies of `GET /v1/convai/conversations/{id}`, each with its `conversation_id`. */
  conversations: Json[]
  /** Catalogue entries: agent_id, name, archived, tags, created_at_unix_secs, versions[], criteria[], data_collection{}. */
  agents: Json[]
  /** Entries of `GET /v1/convai/tags`: tag_id, title, description, created_at_unix_secs. */
  tags: Json[]
  /** Topics of all agents: topic_id, agent_id, label, description, parent_topic_id. Their calls stand in `extras`. */
  topics?: Json[]
  /** What no body shows of a call: its topics, its procedures, the call that it belongs to. */
  extras?: WorkspaceExtras
  /** Of a file: what is to be said about it, such as what was left out of it. */
  notes?: string[]
}

/** What no body shows and the API only filters by, under the call's id. */
export type WorkspaceExtras = Record<
  string,
  { topic_ids?: string[]; procedure_ids?: string[]; parent_conversation_id?: string; evaluation_error?: boolean }
>
