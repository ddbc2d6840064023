/** The two transactions of a turn in SQL: keeping a message, and committing what came of it. */
import type { Selectable, Transaction } from 'kysely'
import type { SqlEngine } from './engine.ts'
import { prepared, type Slots } from './prepared.ts'
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
  const reference = inbound.reference === undefined ? null : JSON.stringify(inbound.reference)
  const [conversation] = await hear(trx, { id: conversationId, at, reference })
  if (conversation === undefined) throw new Error(`There is no conversation ${conversationId} to keep a message in.`)
  const seq = conversation.last_seq
  // Behind a message that another instance is at work on, it is that one's to take next.
  const isNext = engine.alone || !(await hasUnfinished(trx, conversationId))
  const [kept] = await keepInInbox(trx, {
    channel,
    message_id: message.id,
    conversation_id: conversationId,
    person_id: inbound.personId,
    seq,
    payload: JSON.stringify({ message, reference: inbound.reference }),
    received_at: at,
    leased_by: isNext ? engine.instance : null,
    leased_until: isNext ? later(at, messageLeaseSeconds) : null,
  })
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
  const [claimed] = await finish(trx, { at, channel: commit.channel, message_id: commit.messageId })
  if (claimed === undefined) throw new Abandon({ status: 'repeat' })
  const { conversation } = commit
  const [updated] = await moveOn(trx, {
    id: conversation.id,
    version: commit.expectedVersion,
    state: JSON.stringify(conversation),
    replies: commit.replies.length,
  })
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
  await insertActivity(trx, {
    conversation_id: activity.conversationId,
    seq: activity.seq,
    author: activity.author,
    payload: JSON.stringify(activity.payload),
    created_at: activity.at,
  })
}

const hear = prepared((db, value: Slots<{ id: string; at: string; reference: string | null }>) =>
  db
    .updateTable('conversations')
    .set((eb) => ({
      last_seq: eb('last_seq', '+', 1),
      heard_at: value('at'),
      reference: eb.fn.coalesce(value('reference'), 'reference'),
    }))
    .where('id', '=', value('id'))
    .returning('last_seq'),
)

type InboxRow = Selectable<Tables['inbox']>

const keepInInbox = prepared((db, value: Slots<Omit<InboxRow, 'attempts' | 'done_at'>>) =>
  db
    .insertInto('inbox')
    .values({
      channel: value('channel'),
      message_id: value('message_id'),
      conversation_id: value('conversation_id'),
      person_id: value('person_id'),
      seq: value('seq'),
      payload: value('payload'),
      attempts: 0,
      received_at: value('received_at'),
      done_at: null,
      leased_by: value('leased_by'),
      leased_until: value('leased_until'),
    })
    .onConflict((conflict) => conflict.columns(['channel', 'message_id']).doNothing())
    .returning('seq'),
)

const finish = prepared((db, value: Slots<{ at: string; channel: string; message_id: string }>) =>
  db
    .updateTable('inbox')
    .set({ done_at: value('at') })
    .where('channel', '=', value('channel'))
    .where('message_id', '=', value('message_id'))
    .where('done_at', 'is', null)
    .returning('seq'),
)

const moveOn = prepared((db, value: Slots<{ id: string; version: number; state: string; replies: number }>) =>
  db
    .updateTable('conversations')
    .set((eb) => ({
      state: value('state'),
      version: eb('version', '+', 1),
      last_seq: eb('last_seq', '+', value('replies')),
    }))
    .where('id', '=', value('id'))
    .where('version', '=', value('version'))
    .returning('last_seq'),
)

const insertActivity = prepared((db, value: Slots<Selectable<Tables['activities']>>) =>
  db.insertInto('activities').values({
    conversation_id: value('conversation_id'),
    seq: value('seq'),
    author: value('author'),
    payload: value('payload'),
    created_at: value('created_at'),
  }),
)
