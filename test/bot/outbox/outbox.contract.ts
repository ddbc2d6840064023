/** What every engine of the store promises of replies on their way. Each engine runs the whole suite. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '#bot/store/store.ts'
import type { Engine, Instances } from '../store.contract.ts'

const first = { by: 'first', seconds: 30 }
const second = { by: 'second', seconds: 30 }
const reply = (text: string) => ({ text, summary: text })

export function outboxContract(makeEngine: () => Promise<Engine>, instances: Instances): void {
  let engine: Engine
  let store: Store
  let personId: string
  let messages = 0

  /** One turn with these replies, leased to `by` where its turn it is. */
  async function turn(texts: readonly string[], conversationId = 'w1', lease = first, told: { seq: number }[] = []) {
    messages += 1
    const message = { id: `m${messages}`, text: 'asked' }
    await store.accept({ channel: 'wecom', conversationId, personId, message, reference: { to: message.id } })
    const result = await store.commitTurn({
      channel: 'wecom',
      messageId: message.id,
      personId,
      conversation: { id: conversationId, recent: [] },
      expectedVersion: (await store.findConversation(conversationId))?.version ?? 0,
      replies: texts.map(reply),
      sends: lease,
      told: told.map(({ seq }) => ({ conversationId, seq })),
    })
    if (result.status !== 'committed') throw new Error(result.status)
    return {
      leased: result.leased,
      places: result.activities.map(({ seq }) => ({ conversationId, seq, unasked: false })),
    }
  }

  /** The place of the first reply. */
  async function owed(text: string, conversationId?: string) {
    const [place] = (await turn([text], conversationId)).places
    if (place === undefined) throw new Error('nothing was said')
    return place
  }

  const claim = async (by = first, limit = 10) =>
    (await store.claimOutgoing('wecom', by, limit)).map((row) => row.reply.text)

  beforeEach(async () => {
    engine = await makeEngine()
    store = await engine.open()
    personId = (await store.personAt({ channel: 'wecom', key: 'li' })).id
    await store.beginConversation('w1', 'wecom', personId)
    await store.beginConversation('w2', 'wecom', personId)
  })
  afterEach(() => engine.dispose())

  it('keeps the replies of a turn with it, leased to who committed it, and settles each once', async () => {
    const { leased, places } = await turn(['a', 'b'])
    expect(leased).toBe(true)
    expect(await claim()).toEqual([])
    expect(await store.countOutgoing()).toEqual({ waiting: 2, dead: 0 })
    for (const place of places) await store.settleSent(place, 'platform-1')
    engine.pass(60)
    expect(await claim()).toEqual([])
    expect(await store.countOutgoing()).toEqual({ waiting: 0, dead: 0 })
  })

  it('tells what waits, and for how long the oldest has', async () => {
    expect(await store.countWaiting()).toEqual({
      inbox: 0,
      inboxSeconds: 0,
      outboxSeconds: 0,
      remindersLate: 0,
      remindersLateSeconds: 0,
    })
    await turn(['a'])
    engine.pass(20)
    await turn(['b'], 'w2')
    const open = { id: 'open', text: 'asked' }
    await store.accept({ channel: 'wecom', conversationId: 'w1', personId, message: open, reference: {} })
    engine.pass(10)
    const waiting = await store.countWaiting()
    expect([waiting.inbox, Math.round(waiting.inboxSeconds), Math.round(waiting.outboxSeconds)]).toEqual([1, 10, 30])
  })

  it('gives out what is waiting, whole, in order and one of a conversation at a time', async () => {
    await turn(['a', 'b'])
    await turn(['c'], 'w2')
    await store.releaseOutgoing(first.by)
    const rows = await store.claimOutgoing('wecom', second, 10)
    expect(rows.map((row) => row.reply.text).sort()).toEqual(['a', 'c'])
    expect(rows.find((row) => row.reply.text === 'a')).toMatchObject({
      conversationId: 'w1',
      channel: 'wecom',
      personId,
      unasked: false,
      partsSent: 0,
      attempts: 1,
      reference: { to: expect.any(String) },
    })
    for (const row of rows) await store.settleSent(row, undefined)
    expect(await claim(second)).toEqual(['b'])
    expect(await store.claimOutgoing('dingtalk', second, 10)).toEqual([])
  })

  it('does not let a turn overtake what still waits', async () => {
    const place = await owed('a')
    await store.settleFailed(place, first.by, { afterSeconds: 20, counts: true, code: '45009' })
    expect((await turn(['b'])).leased).toBe(false)
    expect(await claim()).toEqual([])
    engine.pass(21)
    const [row] = await store.claimOutgoing('wecom', first, 10)
    expect(row).toMatchObject({ reply: { text: 'a' }, attempts: 2 })
    await store.settleSent(place, undefined)
    expect(await claim()).toEqual(['b'])
  })

  it('does not count a try that was not made, and goes on after the parts that were taken', async () => {
    const place = await owed('a')
    await store.keepPartsSent(place, 2)
    await store.settleFailed(place, first.by, { afterSeconds: 0, counts: false })
    expect(await store.claimOutgoing('wecom', first, 10)).toMatchObject([{ attempts: 1, partsSent: 2 }])
  })

  if (instances === 'several') {
    it('leaves what another instance holds until its lease is over, renewed or not', async () => {
      await turn(['a'])
      await turn(['b'], 'w2')
      expect(await claim(second)).toEqual([])
      engine.pass(20)
      await store.renewOutgoing(first, ['w1'])
      engine.pass(15)
      expect(await claim(second)).toEqual(['b'])
      engine.pass(20)
      expect(await claim(second)).toEqual(['a'])
    })
  }

  it('gives each reply to one of many who ask at once', async () => {
    for (let i = 0; i < 12; i++) {
      await store.beginConversation(`many-${i}`, 'wecom', personId)
      await turn([`r${i}`], `many-${i}`)
    }
    await store.releaseOutgoing(first.by)
    const taken = await Promise.all([1, 2, 3, 4].map(() => claim(first, 5)))
    expect(taken.flat().sort()).toEqual([...new Set(taken.flat())].sort())
    expect(taken.flat()).toHaveLength(12)
  })

  if (instances === 'one') {
    it('takes at once what a killed server held, where there can be only one', async () => {
      await turn(['a'])
      store = await engine.open()
      expect(await claim(second)).toEqual(['a'])
      expect(await claim(second)).toEqual([])
    })
  }

  it('counts what was given up until the person is told, and does not give it out again', async () => {
    const place = await owed('a')
    expect(await store.settleDead(place, '60111', undefined)).toBeUndefined()
    engine.pass(60)
    expect(await claim()).toEqual([])
    expect(await store.countOutgoing()).toEqual({ waiting: 0, dead: 1 })
    expect((await store.findPerson(personId))?.undelivered).toBe(1)
    expect(await store.deadLetters(personId)).toMatchObject([
      { conversationId: 'w1', seq: place.seq, reply: reply('a'), code: '60111' },
    ])
    await turn(['told'], 'w1', first, [place])
    expect((await store.findPerson(personId))?.undelivered).toBe(0)
    expect(await store.deadLetters(personId)).toEqual([])
  })

  it('says what was given up where the person was heard last on another open channel, never in a group', async () => {
    await store.beginConversation('d1', 'dingtalk', personId)
    await store.beginConversation('group', 'dingtalk', personId)
    const hear = (conversationId: string, group: object) =>
      store.accept({
        channel: 'dingtalk',
        conversationId,
        personId,
        message: { id: conversationId, text: '', ...group },
      })
    await hear('d1', {})
    await hear('group', { group: true })
    const said = await store.say('w1', reply('remember'), new Set(['wecom']))
    const place = { conversationId: 'w1', seq: said?.seq ?? 0 }
    const elsewhere = { replies: [reply('not there'), reply('remember')], sending: new Set(['wecom', 'dingtalk']) }
    expect(await store.settleDead(place, '60111', { ...elsewhere, open: ['wecom', 'dingtalk'] })).toBe('d1')
    expect((await store.findPerson(personId))?.undelivered).toBe(0)
    const [row] = await store.claimOutgoing('dingtalk', first, 10)
    expect(row).toMatchObject({ conversationId: 'd1', unasked: true, reply: { text: 'not there' } })
    expect(await store.settleDead(place, '60111', { ...elsewhere, open: ['wecom', 'dingtalk'] })).toBeUndefined()
  })

  it('keeps the first receipt, also from who lost the lease', async () => {
    const place = await owed('a')
    engine.pass(31)
    expect(await claim(second)).toEqual(['a'])
    await store.settleSent(place, 'platform-1')
    await store.settleFailed(place, second.by, { afterSeconds: 0, counts: true })
    expect(await store.countOutgoing()).toEqual({ waiting: 0, dead: 0 })
    engine.pass(60)
    expect(await claim()).toEqual([])
  })

  it('knows the reply said last', async () => {
    expect(await store.latestReply('w1')).toBeUndefined()
    await turn(['a', 'b'])
    expect((await store.latestReply('w1'))?.reply).toEqual(reply('b'))
  })

  it('believes a client’s place only as far as the conversation goes, and never backwards', async () => {
    const { seq } = await owed('a')
    const fetched = async (at: number) => {
      await store.keepFetched([{ conversationId: 'w1', seq: at }])
      return (await store.findConversation('w1'))?.fetchedSeq
    }
    expect([await fetched(seq + 1), await fetched(seq), await fetched(1)]).toEqual([0, seq, seq])
  })
}
