/** Answers and votes in SQL that both engines speak. */
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { AnswerEnd } from '#dialogs/answer-end.ts'
import type { AnswerRecord } from '#dialogs/conversation.ts'
import { type Feedback, isReason } from '#dialogs/feedback-reasons.ts'
import { prepared, type Slots } from './prepared.ts'
import { verifyAudit } from './sql-audit.ts'
import type { AnswerReader, KeptAnswer, TurnCommit } from './store.ts'
import type { Tables } from './tables.ts'

type Sql = Kysely<Tables> | Transaction<Tables>

/** @returns the row as it was kept */
export async function keepAnswer(
  trx: Transaction<Tables>,
  record: AnswerRecord,
  conversationId: string,
  seq: number,
  at: string,
): Promise<Selectable<Tables['answers']>> {
  const { id, end, lang, asked, standsOn, ...rest } = record
  const { words, ...typed } = asked
  const row = {
    id,
    conversation_id: conversationId,
    seq,
    answered_at: at,
    outcome: end,
    measure: asked.measures.length === 1 ? (asked.measures[0] ?? null) : null,
    lang,
    words: keepable(words),
    payload: JSON.stringify({ asked: typed, ...rest }),
    law_digest: standsOn.law,
    calendar_digest: standsOn.calendar,
    index_digest: standsOn.index,
  }
  await insertAnswer(trx, row)
  return row
}

const insertAnswer = prepared((db, value: Slots<Selectable<Tables['answers']>>) =>
  db.insertInto('answers').values({
    id: value('id'),
    conversation_id: value('conversation_id'),
    seq: value('seq'),
    answered_at: value('answered_at'),
    outcome: value('outcome'),
    measure: value('measure'),
    lang: value('lang'),
    words: value('words'),
    payload: value('payload'),
    law_digest: value('law_digest'),
    calendar_digest: value('calendar_digest'),
    index_digest: value('index_digest'),
  }),
)

/** PostgreSQL keeps no NUL character in a text, and no engine half a surrogate pair; nobody means one. */
function keepable(words: string): string {
  return words.replaceAll('\u0000', '').toWellFormed()
}

/** One vote a person: a later press changes it; a reason told before stays while the vote stays bad. */
export async function keepVote(
  trx: Transaction<Tables>,
  feedback: Feedback,
  { conversation, personId }: Pick<TurnCommit, 'conversation' | 'personId'>,
  at: string,
): Promise<void> {
  const own = await trx
    .selectFrom('answers')
    .select('id')
    .where('id', '=', feedback.answer)
    .where('conversation_id', '=', conversation.id)
    .executeTakeFirst()
  if (own === undefined) return
  await trx
    .insertInto('feedback')
    .values({
      answer_id: feedback.answer,
      person_id: personId,
      vote: feedback.good ? 'good' : 'bad',
      reason: feedback.reason ?? null,
      words: feedback.words === undefined ? null : keepable(feedback.words),
      voted_at: at,
    })
    .onConflict((conflict) =>
      conflict.columns(['answer_id', 'person_id']).doUpdateSet({
        vote: sql`excluded.vote`,
        reason: sql`case when excluded.vote = 'good' then null else coalesce(excluded.reason, feedback.reason) end`,
        words: sql`case when excluded.vote = 'good' then null else coalesce(excluded.words, feedback.words) end`,
        voted_at: sql`excluded.voted_at`,
      }),
    )
    .execute()
}

export async function findAnswer(db: Sql, id: string): Promise<KeptAnswer | undefined> {
  const rows = await withVotes(db).where('answers.id', '=', id).execute()
  return gather(rows)[0]
}

/** Reads only. */
export function createAnswerReader(db: Kysely<Tables>): AnswerReader {
  const since = (instant: string) => withVotes(db).where('answered_at', '>=', instant)
  return {
    async countEnds(instant) {
      const rows = await db
        .selectFrom('answers')
        .select(['outcome', (eb) => eb.fn.countAll<number>().as('answers')])
        .where('answered_at', '>=', instant)
        .groupBy('outcome')
        .orderBy('outcome')
        .execute()
      return new Map(rows.map((row) => [row.outcome, Number(row.answers)]))
    },
    async answersEnded(instant, ends, ifLast) {
      const rows = await since(instant)
        .where((eb) => {
          const later = eb
            .selectFrom('answers as later')
            .select('later.id')
            .whereRef('later.conversation_id', '=', 'answers.conversation_id')
            .whereRef('later.seq', '>', 'answers.seq')
          // An empty list is no SQL.
          const endsIn = (names: readonly AnswerEnd[]) => (names.length === 0 ? [] : [eb('outcome', 'in', [...names])])
          return eb.or([...endsIn(ends), ...endsIn(ifLast).map((last) => eb.and([last, eb.not(eb.exists(later))]))])
        })
        .execute()
      return gather(rows)
    },
    async answersVotedBad(instant) {
      const bad = db.selectFrom('feedback').select('answer_id').where('vote', '=', 'bad')
      return gather(await since(instant).where('answers.id', 'in', bad).execute())
    },
    findAnswer: (id) => findAnswer(db, id),
    verifyAudit: () => verifyAudit(db),
    close: () => db.destroy(),
  }
}

/** A row a vote; an answer without votes has one. */
function withVotes(db: Sql) {
  return db
    .selectFrom('answers')
    .leftJoin('feedback', 'feedback.answer_id', 'answers.id')
    .selectAll('answers')
    .select(['feedback.vote', 'feedback.reason', 'feedback.words as vote_words'])
    .orderBy('answered_at')
    .orderBy('answers.id')
    .orderBy('voted_at')
    .orderBy('person_id')
}

type VoteRow = { vote: string | null; reason: string | null; vote_words: string | null }

function gather(rows: readonly (Selectable<Tables['answers']> & VoteRow)[]): KeptAnswer[] {
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((own) => {
    const [row] = own
    if (row === undefined) return []
    return [
      {
        record: readRecord(row),
        conversationId: row.conversation_id,
        at: row.answered_at,
        votes: own.flatMap(readVote),
      },
    ]
  })
}

function readRecord(row: Selectable<Tables['answers']>): AnswerRecord {
  const { asked, ...rest } = JSON.parse(row.payload) as Pick<
    AnswerRecord,
    'conclusion' | 'citations' | 'near' | 'tools' | 'today' | 'model'
  > & { asked: Omit<AnswerRecord['asked'], 'words'> }
  return {
    ...rest,
    id: row.id,
    end: row.outcome as AnswerEnd,
    lang: row.lang === 'en' ? 'en' : 'zh',
    asked: { words: row.words, ...asked },
    standsOn: { law: row.law_digest, calendar: row.calendar_digest, index: row.index_digest },
  }
}

function readVote({ vote, reason, vote_words: words }: VoteRow): KeptAnswer['votes'] {
  if (vote === null) return []
  return [{ good: vote === 'good', ...(isReason(reason) ? { reason } : {}), ...(words === null ? {} : { words }) }]
}
