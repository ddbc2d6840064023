/** Answers as a chain: each link holds the digest of its answer and the hash of the link before. */
import { createHash } from 'node:crypto'
import type { Selectable, Transaction } from 'kysely'
import type { Sql } from './engine.ts'
import { prepared, type Slots } from './prepared.ts'
import type { AuditFault, AuditReport } from './store.ts'
import type { Tables } from './tables.ts'

const linksAtOnce = 500
const only = 1

/**
 * Adds an answer's link. Must be a transaction's last step: instances wait here for one another, and whoever waits for nothing
 * more cannot block them.
 */
export async function sealAnswer(
  trx: Transaction<Tables>,
  row: Selectable<Tables['answers']>,
  at: string,
): Promise<void> {
  const [head] = await nextLink(trx, {})
  if (head === undefined) throw new Error('The chain has no head.')
  const link = { n: head.n, answer_id: row.id, sealed_at: at, digest: digestOf(row) }
  const hash = hashOf(head.hash, link)
  await addLink(trx, { ...link, hash })
  await setHead(trx, { hash })
}

const nextLink = prepared((db) =>
  db
    .insertInto('audit_head')
    .values({ one: only, n: 1, hash: '' })
    .onConflict((conflict) => conflict.column('one').doUpdateSet((eb) => ({ n: eb('audit_head.n', '+', 1) })))
    .returning(['n', 'hash']),
)

const addLink = prepared((db, value: Slots<Selectable<Tables['audit']>>) =>
  db.insertInto('audit').values({
    n: value('n'),
    answer_id: value('answer_id'),
    sealed_at: value('sealed_at'),
    digest: value('digest'),
    hash: value('hash'),
  }),
)

const setHead = prepared((db, value: Slots<{ hash: string }>) =>
  db
    .updateTable('audit_head')
    .set({ hash: value('hash') })
    .where('one', '=', only),
)

function digestOf(row: Selectable<Tables['answers']>): string {
  const { id, conversation_id, seq, answered_at, outcome, measure, lang, words, payload } = row
  const { law_digest, calendar_digest, index_digest } = row
  const told = [id, conversation_id, seq, answered_at, outcome, measure, lang, words, payload]
  return sha256(JSON.stringify([...told, law_digest, calendar_digest, index_digest]))
}

function hashOf(before: string, link: Omit<Selectable<Tables['audit']>, 'hash'>): string {
  return sha256([before, link.n, link.answer_id, link.sealed_at, link.digest].join('\n'))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Follows the chain from its first link to its end. */
export async function verifyAudit(db: Sql): Promise<AuditReport> {
  // Read first: what is added meanwhile is of the next time.
  const head = await db.selectFrom('audit_head').selectAll().executeTakeFirst()
  const end = head?.n ?? 0
  const faults: AuditFault[] = []
  let before = ''
  let n = 0
  let erased = 0
  for (;;) {
    const links = await db
      .selectFrom('audit')
      .selectAll()
      .where('n', '>', n)
      .where('n', '<=', end)
      .orderBy('n')
      .limit(linksAtOnce)
      .execute()
    const ids = links.map((link) => link.answer_id)
    const rows = ids.length === 0 ? [] : await db.selectFrom('answers').selectAll().where('id', 'in', ids).execute()
    const answers = new Map(rows.map((row) => [row.id, row]))
    for (const link of links) {
      const fault = (problem: AuditFault['problem']) => faults.push({ n: link.n, answer: link.answer_id, problem })
      if (link.n !== n + 1) fault('link-missing')
      if (link.hash !== hashOf(before, link)) fault('link-changed')
      const answer = answers.get(link.answer_id)
      if (answer === undefined) erased++
      else if (digestOf(answer) !== link.digest) fault('answer-changed')
      before = link.hash
      n = link.n
    }
    if (links.length < linksAtOnce) break
  }
  if (end !== n || (head?.hash ?? '') !== before) faults.push({ n, problem: 'end-missing' })
  const unsealed = await answersOutside(db)
  faults.push(...unsealed.after.map((answer): AuditFault => ({ answer, problem: 'answer-outside' })))
  return { links: n, erased, earlier: unsealed.before, hash: before, faults }
}

/** Answers without a link: those of before the first one are older than the chain. */
async function answersOutside(db: Sql): Promise<{ before: number; after: string[] }> {
  const first = await db.selectFrom('audit').select('sealed_at').orderBy('n').limit(1).executeTakeFirst()
  const rows = await db
    .selectFrom('answers')
    .leftJoin('audit', 'audit.answer_id', 'answers.id')
    .select(['answers.id', 'answers.answered_at'])
    .where('audit.n', 'is', null)
    .orderBy('answers.answered_at')
    .execute()
  const after = rows.filter((row) => first !== undefined && row.answered_at >= first.sealed_at).map((row) => row.id)
  return { before: rows.length - after.length, after }
}
