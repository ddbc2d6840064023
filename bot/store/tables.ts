/** The tables as Kysely sees them. `bigint` is read as a number: SQLite's driver does so, PostgreSQL's is told to. */
import type { Generated } from 'kysely'

export interface Tables {
  persons: {
    id: string
    measure: string | null
    lang: string | null
    created_at: string
    /** Replies given up that the person was not told of. */
    undelivered: Generated<number>
  }
  addresses: { channel: string; address_key: string; person_id: string }
  conversations: {
    id: string
    channel: string
    person_id: string
    version: number
    last_seq: number
    state: string
    created_at: string
    /** What the channel gave along with the latest message; plain JSON. */
    reference: string | null
    heard_at: string | null
    /** The place up to which a client that fetches has come back for more. */
    fetched_seq: Generated<number>
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
    /** The instance at work on it, and until when others leave it alone. */
    leased_by: string | null
    leased_until: string | null
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
  /** One link for each answer. */
  audit: { n: number; answer_id: string; sealed_at: string; digest: string; hash: string }
  audit_head: { one: number; n: number; hash: string }
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
    /** When this day became known. */
    planned_at: string
    recurs: string | null
    is_planned: Generated<number>
    /** `{from, why}` where it was another day before. */
    moved: string | null
    /** What it was reckoned with: rule and calendar years. */
    basis: string | null
  }
  agendas: {
    person_id: string
    version: number
    /** `ReminderSettings` */
    settings: string
    /** The digests of law and calendar it was reckoned with last. */
    standing: string
    look_at: string | null
    leased_by: string | null
    leased_until: string | null
  }
  notices: {
    /** Whose deadline it is. */
    person_id: string
    id: string
    kind: string
    project_id: string | null
    message_id: string | null
    told_at: string
  }
  notice_messages: {
    id: string
    owner_id: string
    /** To whom. */
    person_id: string
    /** Keys of its deadlines, a list. */
    about: string
    summary: string
    conversation_id: string | null
    seq: number | null
    /** Channels, a list. */
    tried: string
    state: string
    said_at: string
    check_at: string | null
  }
  reaches: { person_id: string; channel: string; conversation_id: string; heard_at: string }
  /** Replies for platforms that are sent to; waiting while neither sent nor dead. */
  outbox: {
    conversation_id: string
    seq: number
    channel: string
    person_id: string
    /** 1: not an answer to a message. */
    unasked: number
    /** Platform messages already taken. */
    parts_sent: number
    attempts: number
    due_at: string
    leased_by: string | null
    leased_until: string | null
    /** The platform's word for the last failure. */
    code: string | null
    platform_id: string | null
    created_at: string
    sent_at: string | null
    dead_at: string | null
    /** When the person was told that it did not arrive. */
    told_at: string | null
  }
  shared_keys: { name: string; key_text: string }
  link_codes: { code: string; person_id: string; ends_at: string }
  single_use: { id: string; ends_at: string }
  schema_migrations: { name: string; digest: string; applied_at: string }
}
