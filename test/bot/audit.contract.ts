/** The chain of answers: whole as it is written, and broken wherever somebody's hand was in it. */
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { databaseFile } from '#bot/store/open.ts'
import { connectPostgres } from '#bot/store/postgres.ts'
import type { AuditReport, Store } from '#bot/store/store.ts'
import type { AnswerRecord } from '#dialogs/conversation.ts'
import type { Engine } from './store.contract.ts'

function record(id: string): AnswerRecord {
  return {
    id,
    end: 'not-covered-silent',
    lang: 'zh',
    asked: { words: '终验“之后”', intent: 'ask', role: 'unit', measures: ['jilin-2020'], seeks: [], facts: {} },
    conclusion: '本办法未作规定',
    citations: [],
    near: [],
    tools: [],
    today: '2026-11-23' as AnswerRecord['today'],
    standsOn: { law: 'a', calendar: 'b', index: 'c' },
  }
}

export function auditContract(makeEngine: () => Promise<Engine>): void {
  let engine: Engine
  let store: Store

  beforeEach(async () => {
    engine = await makeEngine()
    store = await engine.open()
    const person = await store.personAt({ channel: 'directline', key: 'cookie' })
    await store.beginConversation('c', 'directline', person.id)
    for (const [version, id] of ['m1', 'm2', 'm3'].entries()) {
      await store.accept({ channel: 'directline', conversationId: 'c', personId: person.id, message: { id, text: id } })
      await store.commitTurn({
        channel: 'directline',
        messageId: id,
        personId: person.id,
        conversation: { id: 'c', recent: [] },
        expectedVersion: version,
        replies: [],
        answered: record(`answer-${id}`),
      })
    }
  })
  afterEach(() => engine.dispose())

  async function verify(): Promise<AuditReport> {
    const reader = await engine.read()
    try {
      return await reader.verifyAudit()
    } finally {
      await reader.close()
    }
  }

  /** By hand, past the store. */
  async function tamper(statement: string): Promise<void> {
    const { DATABASE_URL } = engine.place
    if (DATABASE_URL === undefined) {
      const db = new DatabaseSync(databaseFile(engine.place.DATA_DIR))
      db.exec(`pragma foreign_keys = off; ${statement}`)
      db.close()
      return
    }
    const db = connectPostgres(DATABASE_URL)
    await sql.raw(statement).execute(db)
    await db.destroy()
  }

  it('is whole as it is written, and still after answers were erased', async () => {
    expect(await verify()).toMatchObject({ links: 3, erased: 0, earlier: 0, faults: [] })
    await tamper("delete from answers where id = 'answer-m2'")
    expect(await verify()).toMatchObject({ links: 3, erased: 1, faults: [] })
  })

  it('names the answer whose words were changed', async () => {
    await tamper("update answers set payload = replace(payload, '未作规定', '允许') where id = 'answer-m2'")
    expect((await verify()).faults).toEqual([{ n: 2, answer: 'answer-m2', problem: 'answer-changed' }])
  })

  it('is broken where a link was changed, or taken out of the middle or off the end', async () => {
    await tamper("update audit set digest = 'x' where n = 1")
    expect((await verify()).faults.map((fault) => `${fault.n} ${fault.problem}`)).toEqual([
      '1 link-changed',
      '1 answer-changed',
    ])
    await tamper('delete from audit where n = 1')
    expect((await verify()).faults.map((fault) => fault.problem)).toContain('link-missing')
    await tamper('delete from audit where n = 3')
    expect((await verify()).faults.map((fault) => fault.problem)).toContain('end-missing')
  })

  it('names an answer that was put in by hand', async () => {
    await tamper("update audit set answer_id = 'other' where n = 3")
    expect((await verify()).faults).toContainEqual({ answer: 'answer-m3', problem: 'answer-outside' })
  })
}
