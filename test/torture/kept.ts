/** What a database holds after the torture, read past the server. */
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { BotWords } from '#bot/store/store.ts'

/** Asks one of the engines. */
export type Ask = <T>(query: string) => Promise<T[]>

export function askSqlite(file: string): Ask {
  return async <T>(query: string) => {
    const database = new DatabaseSync(file)
    try {
      return database.prepare(query).all() as T[]
    } finally {
      database.close()
    }
  }
}

export function askPostgres(url: string): Ask {
  return async <T>(query: string) => {
    const client = new pg.Client(url)
    await client.connect()
    try {
      return (await client.query(query)).rows as T[]
    } finally {
      await client.end()
    }
  }
}

export interface KeptMessage {
  readonly conversationId: string
  readonly text: string
  readonly isDone: boolean
  /** What was said to it. */
  readonly answers: readonly string[]
}

export interface KeptReply {
  readonly conversationId: string
  readonly seq: number
  readonly isSent: boolean
}

export async function readMessages(ask: Ask): Promise<KeptMessage[]> {
  const answers = new Map<string, string[]>()
  const said = await ask<{ place: string; payload: string }>(
    "select conversation_id as place, payload from activities where author = 'bot' order by conversation_id, seq",
  )
  for (const { place, payload } of said) {
    const { reply, replyTo } = JSON.parse(payload) as BotWords
    const key = `${place} ${replyTo ?? 'unasked'}`
    answers.set(key, [...(answers.get(key) ?? []), reply.text])
  }
  const kept = await ask<{ place: string; seq: number | string; payload: string; done: string | null }>(
    'select conversation_id as place, seq, payload, done_at as done from inbox',
  )
  return kept.map(({ place, seq, payload, done }) => ({
    conversationId: place,
    text: (JSON.parse(payload) as { message: { text: string } }).message.text,
    isDone: done !== null,
    answers: answers.get(`${place} ${seq}`) ?? [],
  }))
}

/** Those that were acknowledged and are not answered. */
export function unanswered(
  acknowledged: readonly { readonly conversationId: string; readonly text: string }[],
  messages: readonly KeptMessage[],
): number {
  const kept = new Map(messages.map((each) => [`${each.conversationId} ${each.text}`, each]))
  return acknowledged.filter(({ conversationId, text }) => {
    const found = kept.get(`${conversationId} ${text}`)
    return found?.isDone !== true || found.answers.length === 0
  }).length
}

/** The outbox: every reply of a channel that is sent to. */
export async function readReplies(ask: Ask): Promise<KeptReply[]> {
  const rows = await ask<{ place: string; seq: number | string; sent: string | null }>(
    'select conversation_id as place, seq, sent_at as sent from outbox',
  )
  return rows.map(({ place, seq, sent }) => ({ conversationId: place, seq: Number(seq), isSent: sent !== null }))
}

export interface KeptNotice {
  readonly person: string
  readonly project: string
  readonly kind: string
  /** The place its words were said at; null where it stood behind a newer one. */
  readonly place: string | null
}

export function readNotices(ask: Ask): Promise<KeptNotice[]> {
  return ask(
    `select notices.person_id as person, notices.project_id as project, notices.kind, conversation_id || ' ' || seq as place
     from notices left join notice_messages on notice_messages.id = notices.message_id`,
  )
}

/** How much is still to be done at an instant of the store's clock. */
export async function readOpen(ask: Ask, now: string): Promise<number> {
  const [row] = await ask<{ open: number | string }>(
    `select (select count(*) from inbox where done_at is null)
      + (select count(*) from outbox where sent_at is null and dead_at is null)
      + (select count(*) from agendas where look_at <= '${now}') as open`,
  )
  return Number(row?.open ?? 0)
}

/** The last day of each project's deadlines. */
export async function readDues(ask: Ask): Promise<ReadonlyMap<string, string>> {
  const rows = await ask<{ project: string; due: string }>('select project_id as project, due from reminders')
  return new Map(rows.map(({ project, due }) => [project, due]))
}

/** @returns `ok`, or what is damaged */
export async function checkFile(file: string): Promise<string> {
  const [row] = await askSqlite(file)<{ integrity_check: string }>('pragma integrity_check')
  return row?.integrity_check ?? 'nothing was said'
}
