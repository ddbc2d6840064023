/** What every engine of the store promises. Each engine runs the whole suite. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Inbound, Store } from '#bot/store/store.ts'
import type { Reply } from '#dialogs/conversation.ts'

/** A database made for one test. */
export interface Engine {
  /** Opens the same database again; the one opened before is closed. */
  open(): Promise<Store>
  dispose(): Promise<void>
}

const reply = (text: string): Reply => ({ text, summary: text })

export function storeContract(makeEngine: () => Promise<Engine>): void {
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
    expect(await store.accept(inbound('m1'))).toEqual({ seq: 1, repeated: false })
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

  it('finds everything again after it was closed, and what is unfinished with one more attempt', async () => {
    await store.accept({ ...inbound('m1'), reference: { serviceUrl: 'http://localhost/' } })
    await store.accept(inbound('m2'))
    await store.commitTurn(turn('m1', 0))
    const before = await store.activitiesAfter('c1', 0, 10)
    store = await engine.open()
    expect(await store.activitiesAfter('c1', 0, 10)).toEqual(before)
    expect(await store.resumeUnfinished()).toEqual(['c1'])
    expect(await store.nextUnfinished('c1')).toMatchObject({ message: { id: 'm2' }, attempts: 1, seq: 2 })
  })
}
