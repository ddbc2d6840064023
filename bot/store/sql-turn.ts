/** The two transactions of a turn in SQL: keeping a message, and committing what came of it. */
import type { Transaction } from 'kysely'
import type { SqlEngine } from './engine.ts'
import { keepAnswer, keepVote } from './sql-answers.ts'
import { sealAnswer } from './sql-audit.ts'
import { erasePerson } from './sql-erase.ts'
import { messageLeaseSeconds } from './sql-inbox.ts'
import { keepLinkCode, linkPersons } from './sql-link.ts'
import { keepReach } from './sql-notices.ts'
import { keepReplies, keepTold, later } from './sql-outgoing.ts'
import { applyChanges } from './sql-projects.ts'
import type { Activity, CommitResult, Inbound, Kept, TurnCommit } from './store.ts'
import type { Tables } from './tables.ts'

/** Thrown inside a transaction to roll it back with a result. */
export class Abandon extends Error {
  readonly result: CommitResult
  constructor(result: CommitResult) {
    super(result.status)
    this.result = result
  }
}

export async function accept(trx: Transaction<Tables>, inbound: Inbound, engine: SqlEngine): Promise<Kept> {
  const { channel, conversationId, message } = inbound
  const at = await engine.stamp(trx)
  const conversation = await trx
    .updateTable('conversations')
    .set((eb) => ({
      last_seq: eb('last_seq', '+', 1),
      heard_at: at,
      ...(inbound.reference === undefined ? {} : { reference: JSON.stringify(inbound.reference) }),
    }))
    .where('id', '=', conversationId)
    .returning('last_seq')
    .executeTakeFirst()
  if (conversation === undefined) throw new Error(`There is no conversation ${conversationId} to keep a message in.`)
  const seq = conversation.last_seq
  // Behind a message that another instance is at work on, it is that one's to take next.
  const isNext = engine.alone || !(await hasUnfinished(trx, conversationId))
  const kept = await trx
    .insertInto('inbox')
    .values({
      channel,
      message_id: message.id,
      conversation_id: conversationId,
      person_id: inbound.personId,
      seq,
      payload: JSON.stringify({ message, reference: inbound.reference }),
      attempts: 0,
      received_at: at,
      done_at: null,
      leased_by: isNext ? engine.instance : null,
      leased_until: isNext ? later(at, messageLeaseSeconds) : null,
    })
    .onConflict((conflict) => conflict.columns(['channel', 'message_id']).doNothing())
    .returning('seq')
    .executeTakeFirst()
  if (kept === undefined) return { seq: await firstPlace(trx, channel, message.id), repeated: true }
  const shown: Activity | undefined =
    inbound.shown === undefined ? undefined : { conversationId, seq, at, author: 'user', payload: inbound.shown }
  if (shown !== undefined) await appendActivity(trx, shown)
  await keepReach(trx, inbound, at)
  await engine.tellNews(trx, [conversationId])
  return { seq, repeated: false, ...(shown === undefined ? {} : { shown }) }
}

async function hasUnfinished(trx: Transaction<Tables>, conversationId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('inbox')
    .select('seq')
    .where('conversation_id', '=', conversationId)
    .where('done_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

async function firstPlace(trx: Transaction<Tables>, channel: string, messageId: string): Promise<number> {
  const row = await trx
    .selectFrom('inbox')
    .select('seq')
    .where('channel', '=', channel)
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow()
  return row.seq
}

export async function commitTurn(
  trx: Transaction<Tables>,
  commit: TurnCommit,
  engine: SqlEngine,
): Promise<CommitResult> {
  const at = await engine.stamp(trx)
  const claimed = await trx
    .updateTable('inbox')
    .set({ done_at: at })
    .where('channel', '=', commit.channel)
    .where('message_id', '=', commit.messageId)
    .where('done_at', 'is', null)
    .returning('seq')
    .executeTakeFirst()
  if (claimed === undefined) throw new Abandon({ status: 'repeat' })
  const { conversation } = commit
  const updated = await trx
    .updateTable('conversations')
    .set((eb) => ({
      state: JSON.stringify(conversation),
      version: eb('version', '+', 1),
      last_seq: eb('last_seq', '+', commit.replies.length),
    }))
    .where('id', '=', conversation.id)
    .where('version', '=', commit.expectedVersion)
    .returning('last_seq')
    .executeTakeFirst()
  if (updated === undefined) throw new Abandon({ status: 'conflict' })
  const { measure, lang } = conversation
  const learned = {
    ...(measure === undefined || measure === commit.known?.measure ? {} : { measure }),
    ...(lang === undefined || lang === commit.known?.lang ? {} : { lang }),
  }
  if (Object.keys(learned).length > 0)
    await trx.updateTable('persons').set(learned).where('id', '=', commit.personId).execute()
  const answer =
    commit.answered === undefined ? undefined : await keepAnswer(trx, commit.answered, conversation.id, claimed.seq, at)
  if (commit.feedback !== undefined) await keepVote(trx, commit.feedback, commit, at)
  if (commit.changes !== undefined && !(await applyChanges(trx, commit.changes, commit, at)))
    throw new Abandon({ status: 'conflict' })
  const { linkCode, link } = commit.changes ?? {}
  if (linkCode !== undefined) await keepLinkCode(trx, commit.personId, linkCode, at)
  if (link !== undefined && !(await linkPersons(trx, link, commit.personId, at)))
    throw new Abandon({ status: 'conflict' })
  if (commit.changes?.erase === true)
    await erasePerson(trx, commit.personId, engine, { ...commit, conversationId: conversation.id })
  const first = updated.last_seq - commit.replies.length + 1
  const replyTo = claimed.seq
  const activities = commit.replies.map(
    (reply, i): Activity => ({
      conversationId: conversation.id,
      seq: first + i,
      at,
      author: 'bot',
      payload: { reply, replyTo },
    }),
  )
  for (const activity of activities) await appendActivity(trx, activity)
  const { channel, personId, sends } = commit
  const leased = sends !== undefined && (await keepReplies(trx, activities, { channel, personId, sends }, at))
  if (commit.told !== undefined) await keepTold(trx, personId, commit.told, at)
  await engine.tellNews(trx, [conversation.id])
  if (answer !== undefined) await sealAnswer(trx, answer, at)
  return { status: 'committed', activities, leased }
}

async function appendActivity(trx: Transaction<Tables>, activity: Activity): Promise<void> {
  await trx
    .insertInto('activities')
    .values({
      conversation_id: activity.conversationId,
      seq: activity.seq,
      author: activity.author,
      payload: JSON.stringify(activity.payload),
      created_at: activity.at,
    })
    .execute()
}
