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
  schema_migrations: { name: string; digest: string; applied_at: string }
}
