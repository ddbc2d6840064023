/** What every engine of the store promises. Each engine runs the whole suite. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StorePlace } from '#bot/store/open.ts'
import type { AnswerReader, Inbound, KeptAnswer, Store } from '#bot/store/store.ts'
import type { AnswerRecord, Reply } from '#dialogs/conversation.ts'
import type { Feedback } from '#dialogs/feedback-reasons.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { Dump } from './support/dump.ts'

/** A database made for one test. */
export interface Engine {
  /** Opens the same database again; the one opened before is closed. */
  open(): Promise<Store>
  /** Opens it once more beside the store that is open, as another instance does; absent where there can be only one. */
  readonly openBeside?: () => Promise<Store>
  /** Lets time go by. */
  pass(seconds: number): void
  /** Opens it to read, beside the store that is open. */
  read(): Promise<AnswerReader>
  /** Where it is, for what runs beside a server. */
  readonly place: StorePlace
  dump(): Promise<Dump>
  dispose(): Promise<void>
}

const reply = (text: string): Reply => ({ text, summary: text })

function record(id: string, more: Partial<AnswerRecord> = {}): AnswerRecord {
  const place = { measure: 'jilin-2020', article: 5 as const, quote: '由省政务服务和数字化局审批' }
  return {
    id,
    end: 'answer-by-article',
    lang: 'zh',
    asked: {
      words: '谁批准',
      intent: 'ask',
      role: 'unit',
      measures: ['jilin-2020'],
      article: { ref: 5, paragraph: 1 },
      seeks: ['who'],
      facts: { totalInvestmentYuan: 3_000_000 },
      before: '300万的项目',
    },
    conclusion: '由省局审批。',
    citations: [{ ...place, corrected: false }],
    near: [],
    tools: [{ name: 'search_provisions', input: { query: '谁批准' }, output: { hits: [] } }],
    today: '2026-11-23' as IsoDate,
    standsOn: { law: 'l'.repeat(64), calendar: 'c'.repeat(64), index: 'i'.repeat(64) },
    ...more,
  }
}

/** Some promises are made only where several instances share a database, or where there is but one. */
export type Instances = 'one' | 'several'

/** @returns another instance of an engine that several share */
export async function openAnother({ openBeside }: Engine): Promise<Store> {
  if (openBeside === undefined) throw new Error('This engine has one instance only.')
  return openBeside()
}

export function storeContract(makeEngine: () => Promise<Engine>, instances: Instances): void {
  let engine: Engine
  let store: Store
  let personId: string

  const inbound = (id: string, conversationId = 'c1'): Inbound => ({
    channel: 'directline',
    conversationId,
    personId,
    message: { id, text: `message ${id}` },
    shown: { text: `message ${id}` },
  })
  const turn = (messageId: string, expectedVersion: number, replies: readonly Reply[] = [reply('a'), reply('b')]) => ({
    channel: 'directline',
    messageId,
    personId,
    conversation: { id: 'c1', recent: [messageId], measure: 'jilin-2020', lang: 'zh' as const },
    expectedVersion,
    replies,
  })

  beforeEach(async () => {
    engine = await makeEngine()
    store = await engine.open()
    personId = (await store.personAt({ channel: 'web', key: 'cookie-1' })).id
    await store.beginConversation('c1', 'directline', personId)
  })
  afterEach(() => engine.dispose())

  it('knows one person at one address, however often and however many at once ask', async () => {
    const people = await Promise.all([1, 2, 3].map(() => store.personAt({ channel: 'wecom', key: 'li' })))
    expect(new Set(people.map((person) => person.id)).size).toBe(1)
    expect(people[0]?.id).not.toBe(personId)
    expect(await store.findPerson('nobody')).toBeUndefined()
  })

  it('begins a conversation once and finds the latest of a person', async () => {
    await store.accept(inbound('m1'))
    await store.commitTurn(turn('m1', 0))
    expect((await store.beginConversation('c1', 'directline', personId)).version).toBe(1)
    expect((await store.latestConversation('directline', personId))?.id).toBe('c1')
    await store.beginConversation('c2', 'directline', personId)
    expect((await store.latestConversation('directline', personId))?.id).toBe('c2')
    expect(await store.latestConversation('teams', personId)).toBeUndefined()
  })

  it('keeps a message once and gives a repeat the first one’s place', async () => {
    const first = await store.accept(inbound('m1'))
    expect(first).toMatchObject({ seq: 1, repeated: false })
    expect(await store.activitiesAfter('c1', 0, 10)).toEqual(first.shown === undefined ? [] : [first.shown])
    expect(await store.accept(inbound('m1'))).toEqual({ seq: 1, repeated: true })
    expect(await store.activitiesAfter('c1', 0, 10)).toHaveLength(1)
  })

  it('refuses a message for a conversation that was never begun', async () => {
    await expect(store.accept(inbound('m1', 'nowhere'))).rejects.toThrow(/nowhere/)
  })

  it('commits a turn once: the second commit of the same message changes nothing', async () => {
    await store.accept(inbound('m1'))
    expect((await store.commitTurn(turn('m1', 0))).status).toBe('committed')
    expect(await store.commitTurn(turn('m1', 1))).toEqual({ status: 'repeat' })
    expect((await store.findConversation('c1'))?.version).toBe(1)
  })

  it('refuses a turn computed on an older version and leaves nothing of it', async () => {
    await store.accept(inbound('m1'))
    await store.accept(inbound('m2'))
    await store.commitTurn(turn('m1', 0, []))
    const before = await store.activitiesAfter('c1', 0, 10)
    expect(await store.commitTurn(turn('m2', 0))).toEqual({ status: 'conflict' })
    expect(await store.activitiesAfter('c1', 0, 10)).toEqual(before)
    expect((await store.nextUnfinished('c1'))?.message.id).toBe('m2')
    expect((await store.findConversation('c1'))?.state.recent).toEqual(['m1'])
  })

  it('lets exactly one of several commits of one version through', async () => {
    const ids = ['m1', 'm2', 'm3', 'm4']
    for (const id of ids) await store.accept(inbound(id))
    const results = await Promise.all(ids.map((id) => store.commitTurn(turn(id, 0))))
    expect(results.map((result) => result.status).sort()).toEqual(['committed', 'conflict', 'conflict', 'conflict'])
  })

  it('gives activities in order, from any place, message and replies alike', async () => {
    await store.accept(inbound('m1'))
    await store.accept(inbound('m2'))
    await store.commitTurn(turn('m1', 0))
    const all = await store.activitiesAfter('c1', 0, 10)
    expect(all.map((activity) => [activity.seq, activity.author])).toEqual([
      [1, 'user'],
      [2, 'user'],
      [3, 'bot'],
      [4, 'bot'],
    ])
    expect(all[3]?.payload).toEqual({ reply: reply('b'), replyTo: 1 })
    expect(await store.activitiesAfter('c1', 2, 1)).toEqual([all[2]])
  })

  it('keeps a message that is not shown without an activity', async () => {
    const { shown: _shown, ...hidden } = inbound('opened')
    await store.accept(hidden)
    expect(await store.activitiesAfter('c1', 0, 10)).toEqual([])
    expect((await store.nextUnfinished('c1'))?.message.id).toBe('opened')
  })

  it('remembers of the person what the conversation learned', async () => {
    await store.accept(inbound('m1'))
    await store.commitTurn(turn('m1', 0))
    expect(await store.findPerson(personId)).toMatchObject({ measure: 'jilin-2020', lang: 'zh' })
  })

  const answer = async (messageId: string, version: number, more: Partial<AnswerRecord> = {}) => {
    await store.accept(inbound(messageId))
    const answered = record(`answer-${messageId}`, more)
    return store.commitTurn({ ...turn(messageId, version, []), answered })
  }
  const vote = async (messageId: string, version: number, feedback: Feedback) => {
    await store.accept(inbound(messageId))
    return store.commitTurn({ ...turn(messageId, version, []), feedback })
  }

  it('keeps an answer whole with its turn, and once', async () => {
    expect(await store.findAnswer('answer-m1')).toBeUndefined()
    await answer('m1', 0)
    const again = { ...turn('m1', 1, []), answered: record('answer-m1', { conclusion: 'again' }) }
    expect(await store.commitTurn(again)).toEqual({ status: 'repeat' })
    expect(await store.findAnswer('answer-m1')).toMatchObject({
      record: record('answer-m1'),
      conversationId: 'c1',
      votes: [],
    })
  })

  it('keeps neither answer nor vote of a turn that was refused', async () => {
    await answer('m1', 0)
    await store.accept(inbound('m2'))
    const late = { ...turn('m2', 0), answered: record('answer-m2'), feedback: { answer: 'answer-m1', good: false } }
    expect(await store.commitTurn(late)).toEqual({ status: 'conflict' })
    expect(await store.findAnswer('answer-m2')).toBeUndefined()
    expect((await store.findAnswer('answer-m1'))?.votes).toEqual([])
  })

  it('keeps one vote a person: a later press changes it, a reason stays while it is bad', async () => {
    await answer('m1', 0)
    const votes = async () => (await store.findAnswer('answer-m1'))?.votes
    const on = { answer: 'answer-m1' }
    await vote('v1', 1, { ...on, good: true })
    expect(await votes()).toEqual([{ good: true }])
    await vote('v2', 2, { ...on, good: false })
    await vote('v3', 3, { ...on, good: false, reason: 'other', words: '没说清楚' })
    await vote('v4', 4, { ...on, good: false })
    expect(await votes()).toEqual([{ good: false, reason: 'other', words: '没说清楚' }])
    await vote('v5', 5, { ...on, good: false, reason: 'outdated' })
    expect(await votes()).toEqual([{ good: false, reason: 'outdated', words: '没说清楚' }])
    await vote('v6', 6, { ...on, good: true })
    expect(await votes()).toEqual([{ good: true }])
  })

  it('keeps no vote on an answer of another conversation, or on one that is not there', async () => {
    await answer('m1', 0)
    await store.beginConversation('c2', 'directline', personId)
    for (const [messageId, id] of [
      ['v1', 'answer-m1'],
      ['v2', 'answer-unknown'],
    ] as const) {
      await store.accept(inbound(messageId, 'c2'))
      const version = (await store.findConversation('c2'))?.version ?? 0
      const foreign = { ...turn(messageId, version, []), conversation: { id: 'c2', recent: [] } }
      expect((await store.commitTurn({ ...foreign, feedback: { answer: id, good: false } })).status).toBe('committed')
    }
    expect((await store.findAnswer('answer-m1'))?.votes).toEqual([])
  })

  it('reads back what ended so, what was left there, and what was called bad, since an instant', async () => {
    await answer('m1', 0, { end: 'clarify-place' })
    await answer('m2', 1, { end: 'not-covered-silent' })
    await answer('m3', 2)
    await answer('m4', 3, { end: 'clarify-place' })
    await vote('v1', 4, { answer: 'answer-m3', good: false, reason: 'too-long' })
    await vote('v2', 5, { answer: 'answer-m2', good: true })
    const reader = await engine.read()
    const ids = (kept: readonly KeptAnswer[]) => kept.map((each) => each.record.id)
    expect(ids(await reader.answersEnded('', ['not-covered-silent'], ['clarify-place']))).toEqual([
      'answer-m2',
      'answer-m4',
    ])
    expect(ids(await reader.answersEnded('', ['clarify-place'], []))).toEqual(['answer-m1', 'answer-m4'])
    const [bad, ...others] = await reader.answersVotedBad('')
    expect(others).toEqual([])
    expect(bad).toMatchObject({
      record: { id: 'answer-m3', asked: { words: '谁批准' } },
      votes: [{ good: false, reason: 'too-long' }],
    })
    expect([...(await reader.countEnds(''))]).toEqual([
      ['answer-by-article', 1],
      ['clarify-place', 2],
      ['not-covered-silent', 1],
    ])
    const after = (await store.findAnswer('answer-m3'))?.at ?? ''
    expect(ids(await reader.answersEnded(after, ['not-covered-silent'], ['clarify-place']))).toEqual(['answer-m4'])
    expect([...(await reader.countEnds('9999')).keys()]).toEqual([])
    await reader.close()
  })

  it('tells one person’s vote from another’s, the earlier first', async () => {
    await answer('m1', 0)
    const other = (await store.personAt({ channel: 'web', key: 'cookie-2' })).id
    await vote('v1', 1, { answer: 'answer-m1', good: false, reason: 'outdated' })
    await store.accept(inbound('v2'))
    const own = { ...turn('v2', 2, []), personId: other, feedback: { answer: 'answer-m1', good: true } }
    await store.commitTurn(own)
    expect((await store.findAnswer('answer-m1'))?.votes).toEqual([{ good: false, reason: 'outdated' }, { good: true }])
  })

  it('finds everything again after it was closed, and what is unfinished with one more attempt', async () => {
    await store.accept({ ...inbound('m1'), reference: { serviceUrl: 'http://localhost/' } })
    await store.accept(inbound('m2'))
    await store.commitTurn(turn('m1', 0))
    const before = await store.activitiesAfter('c1', 0, 10)
    expect(await store.nextUnfinished('c1')).toMatchObject({ message: { id: 'm2' }, attempts: 0 })
    await store.releaseUnfinished()
    store = await engine.open()
    expect(await store.activitiesAfter('c1', 0, 10)).toEqual(before)
    expect(await store.resumeUnfinished()).toEqual(['c1'])
    expect(await store.nextUnfinished('c1')).toMatchObject({ message: { id: 'm2' }, attempts: 1, seq: 2 })
  })

  it('gives a message out again where its commit failed, with one more attempt', async () => {
    await store.accept(inbound('m1'))
    expect(await store.sweepUnfinished()).toEqual(['c1'])
    for (const attempts of [0, 1, 2])
      expect(await store.nextUnfinished('c1')).toMatchObject({ message: { id: 'm1' }, attempts })
    await store.commitTurn(turn('m1', 0))
    expect(await store.nextUnfinished('c1')).toBeUndefined()
    expect(await store.sweepUnfinished()).toEqual([])
  })

  it('keeps what a person typed, whatever the characters', async () => {
    const words = '一\u0000二\ud800三👩‍💻\u2028'
    await store.accept({ ...inbound('odd'), message: { id: 'odd', text: words } })
    expect((await store.nextUnfinished('c1'))?.message.text).toBe(words)
    await store.commitTurn({
      ...turn('odd', 0),
      answered: record('a', { asked: { ...record('a').asked, words } }),
      feedback: { answer: 'a', good: false, words },
    })
    const kept = await store.findAnswer('a')
    expect([kept?.record.asked.words.slice(0, 1), kept?.votes.length]).toEqual(['一', 1])
  })

  it('lets one of many use what may be used once, and remembers it', async () => {
    const beside = await engine.openBeside?.()
    const all = [store, beside ?? store, store, beside ?? store]
    const inAnHour = new Date(Date.now() + 3600_000)
    const used = await Promise.all(all.map((each) => each.useOnce('link-1', inAnHour)))
    expect(used.filter((each) => each)).toHaveLength(1)
    expect(await store.useOnce('link-2', inAnHour)).toBe(true)
    expect(await (await engine.open()).useOnce('link-1', inAnHour)).toBe(false)
  })

  if (instances === 'several') {
    it('leaves a message to the instance at work on it until its lease is over, and then to one other', async () => {
      const other = await openAnother(engine)
      const third = await openAnother(engine)
      await store.accept(inbound('m1'))
      await other.accept(inbound('m2'))
      expect(await store.nextUnfinished('c1')).toMatchObject({ message: { id: 'm1' } })
      expect(await other.nextUnfinished('c1')).toBeUndefined()
      expect(await other.resumeUnfinished()).toEqual(['c1'])
      engine.pass(40)
      await store.sweepUnfinished()
      engine.pass(40)
      expect(await other.nextUnfinished('c1')).toBeUndefined()
      engine.pass(10)
      const taken = await Promise.all([other, third].map((each) => each.nextUnfinished('c1')))
      expect(taken.filter((each) => each !== undefined)).toMatchObject([{ message: { id: 'm1' }, attempts: 1 }])
      const heir = taken[0] === undefined ? third : other
      expect((await heir.commitTurn(turn('m1', 0))).status).toBe('committed')
      expect(await store.commitTurn(turn('m1', 0))).toEqual({ status: 'repeat' })
      expect(await heir.nextUnfinished('c1')).toMatchObject({ message: { id: 'm2' }, attempts: 0 })
      expect(await store.nextUnfinished('c1')).toBeUndefined()
      await heir.releaseUnfinished()
      expect(await store.nextUnfinished('c1')).toMatchObject({ message: { id: 'm2' }, attempts: 1 })
    })

    it('tells another instance what was committed, and not the one that committed it', async () => {
      const other = await openAnother(engine)
      const own: (string | undefined)[] = []
      const heard = Promise.withResolvers<string>()
      const listening = Promise.withResolvers<void>()
      store.onNews((conversationId) => own.push(conversationId))
      const end = other.onNews((conversationId) =>
        conversationId === undefined ? listening.resolve() : heard.resolve(conversationId),
      )
      await listening.promise
      await store.accept(inbound('m1'))
      expect(await heard.promise).toBe('c1')
      expect(own.filter((each) => each !== undefined)).toEqual([])
      end()
    })
  }
}
