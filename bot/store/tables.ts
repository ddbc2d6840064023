/** The tables as Kysely sees them. `bigint` is read as a number: SQLite's driver does so, PostgreSQL's is told to. */
export interface Tables {
  persons: { id: string; measure: string | null; lang: string | null; created_at: string }
  addresses: { channel: string; address_key: string; person_id: string }
  conversations: {
    id: string
    channel: string
    person_id: string
    version: number
    last_seq: number
    state: string
    created_at: string
  }
  inbox: {
    channel: string
    message_id: string
    conversation_id: string
    person_id: string
    seq: number
    /** `{message, reference?}` */
    payload: string
    attempts: number
    received_at: string
    done_at: string | null
  }
  activities: { conversation_id: string; seq: number; author: string; payload: string; created_at: string }
  answers: {
    id: string
    conversation_id: string
    /** The place of the message it answers. */
    seq: number
    answered_at: string
    /** How it ended, by name. */
    outcome: string
    /** The measure it was asked of; null where none or several. */
    measure: string | null
    lang: string
    words: string
    /** The rest of `AnswerRecord`. */
    payload: string
    law_digest: string
    calendar_digest: string
    index_digest: string
  }
  feedback: {
    answer_id: string
    person_id: string
    vote: string
    reason: string | null
    words: string | null
    voted_at: string
  }
  projects: {
    id: string
    owner_id: string
    version: number
    status: string
    /** `ProjectRecord` */
    state: string
    created_at: string
    updated_at: string
  }
  project_shares: { project_id: string; person_id: string; may: string; shared_at: string }
  reminders: {
    project_id: string
    deadline: string
    due: string
    advised: string
    event: string
    /** The day it is reckoned from; null where it comes by the calendar. */
    event_on: string | null
    planned_at: string
  }
  schema_migrations: { name: string; digest: string; applied_at: string }
}
