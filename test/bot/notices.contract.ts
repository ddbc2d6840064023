/** What every engine of the store promises of reminders. Each engine runs the whole suite. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { SettledAgenda, Store } from '#bot/store/store.ts'
import type { Changes } from '#dialogs/conversation.ts'
import { newRecord } from '#dialogs/project/record.ts'
import type { ReminderMessage } from '#dialogs/project/reminder-message.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { noSettings } from '#tools/notice.ts'
import type { ReckonedPromise } from '#tools/promises.ts'
import type { Engine } from './store.contract.ts'

const lease = { by: 'first', seconds: 60 }
const record = { ...newRecord('p1', 'jining-htz-2024'), status: 'active' as const }
const promise = (due: string, more: Partial<ReckonedPromise> = {}): ReckonedPromise => ({
  deadline: 'jining.record-contract',
  due: due as IsoDate,
  advised: due as IsoDate,
  event: 'contract-signed',
  from: '2026-11-20' as IsoDate,
  basis: { rule: 'jining.record-contract 10个工作日', calendar: [{ year: 2099, notice: null, digest: 'a' }] },
  ...more,
})

export function noticesContract(makeEngine: () => Promise<Engine>): void {
  let engine: Engine
  let store: Store
  let owner: string
  let turns = 0

  /** One turn that leaves these changes. @returns how it ended */
  async function commit(changes: Changes, personId = owner, channel = 'web', conversationId = 'c1'): Promise<string> {
    turns += 1
    const message = { id: `m${turns}`, text: 'told' }
    await store.accept({ channel, conversationId, personId, message })
    const conversation = await store.findConversation(conversationId)
    const result = await store.commitTurn({
      channel,
      messageId: message.id,
      personId,
      conversation: { id: conversationId, recent: [] },
      expectedVersion: conversation?.version ?? 0,
      replies: [],
      changes,
      projects: await store.projectsOf(personId),
    })
    return result.status
  }

  const planned = (...promises: ReckonedPromise[]): Changes => ({
    keep: [record],
    reminders: [{ project: 'p1', planned: promises }],
  })

  const message = (to: string, notices: string[], text = 'remember'): ReminderMessage => ({
    to,
    reply: { text, summary: text },
    notices,
    kinds: ['before'],
    about: ['p1|jining.record-contract|2099-12-04'],
  })

  /** Says the notices to their owner, as a claim that is still held. */
  async function settle(ids: string[], more: Partial<SettledAgenda> = {}) {
    const agenda = await store.agendaOf(owner)
    const settled: SettledAgenda = {
      personId: owner,
      version: agenda.version,
      by: lease.by,
      standing: 'law calendar',
      lookAt: null,
      promises: agenda.promises,
      told: ids.map((id) => ({ id, kind: 'before', project: 'p1' })),
      messages: ids.length === 0 ? [] : [message(owner, ids)],
      open: ['web', 'wecom'],
      sending: new Set(['wecom']),
      checkAt: '2000-01-01T00:00:00.000Z',
      ...more,
    }
    return (await store.settleAgendas([settled]))[0]
  }

  const spoken = async (conversationId = 'c1') =>
    (await store.activitiesAfter(conversationId, 0, 50)).flatMap((each) =>
      each.author === 'bot' ? [each.payload.reply.text] : [],
    )

  beforeEach(async () => {
    engine = await makeEngine()
    store = await engine.open()
    owner = (await store.personAt({ channel: 'web', key: 'cookie-1' })).id
    await store.beginConversation('c1', 'web', owner)
  })
  afterEach(() => engine.dispose())

  it('keeps what was promised with the turn, when it became known, and wakes the person’s agenda', async () => {
    await commit(planned(promise('2099-12-04')))
    const [first] = (await store.agendaOf(owner)).promises
    expect(first).toMatchObject({ ...promise('2099-12-04'), project: 'p1' })
    await commit(planned(promise('2099-12-04'), promise('2099-12-31', { deadline: 'other', recurs: 'quarter' })))
    expect((await store.agendaOf(owner)).promises[0]?.since).toBe(first?.since)
    expect((await store.claimAgendas(lease, 5)).people).toEqual([owner])
  })

  it('notes where a day moved from, and why', async () => {
    await commit(planned(promise('2099-12-04')))
    const calendar = [{ year: 2099, notice: '国办发明电〔2098〕1号', digest: 'b' }]
    await commit(planned(promise('2099-12-07', { basis: { rule: 'jining.record-contract 10个工作日', calendar } })))
    expect((await store.agendaOf(owner)).promises[0]?.moved).toEqual({
      from: '2099-12-04',
      why: { by: 'calendar', year: 2099, notice: '国办发明电〔2098〕1号' },
    })
    await commit(planned(promise('2099-12-09', { from: '2026-11-25' as IsoDate })))
    expect((await store.agendaOf(owner)).promises[0]?.moved).toBeUndefined()
  })

  it('gives a person to one process at a time', async () => {
    await commit(planned(promise('2099-12-04')))
    expect((await store.claimAgendas(lease, 5)).people).toEqual([owner])
    expect((await store.claimAgendas({ by: 'second', seconds: 60 }, 5)).people).toEqual([])
    await store.releaseAgenda(owner, lease.by, 0)
    expect((await store.claimAgendas({ by: 'second', seconds: 60 }, 5)).people).toEqual([owner])
    expect(await settle(['n1'])).toBeUndefined()
    expect(await spoken()).toEqual([])
  })

  it('keeps the words, the notice and the next look in one transaction, and tells no notice twice', async () => {
    await commit(planned(promise('2099-12-04')))
    await store.claimAgendas(lease, 5)
    expect(await settle(['n1', 'n2'])).toHaveLength(1)
    expect(await spoken()).toEqual(['remember'])
    const agenda = await store.agendaOf(owner)
    expect([...agenda.told].sort()).toEqual(['n1', 'n2'])
    expect(agenda.latest).toEqual(['p1|jining.record-contract|2099-12-04'])
    expect((await store.claimAgendas(lease, 5)).people).toEqual([])
    await store.lookAgain('another standing')
    await store.claimAgendas(lease, 5)
    expect(await settle(['n2'])).toBeUndefined()
    expect(await spoken()).toEqual(['remember'])
  })

  it('refuses what was worked out before a turn changed something', async () => {
    await commit(planned(promise('2099-12-04')))
    await store.claimAgendas(lease, 5)
    const { version } = await store.agendaOf(owner)
    await commit(planned())
    expect(await settle(['n1'], { version })).toBeUndefined()
    expect(await spoken()).toEqual([])
    expect(await settle([])).toEqual([])
  })

  it('looks again only at those whose days were reckoned with something else', async () => {
    await commit(planned(promise('2099-12-04')))
    await store.claimAgendas(lease, 5)
    await settle([])
    expect(await store.lookAgain('law calendar')).toBe(0)
    expect(await store.lookAgain('law another')).toBe(1)
    expect((await store.claimAgendas(lease, 5)).people).toEqual([owner])
  })

  it('keeps wishes, and refuses those computed from older ones', async () => {
    const { version } = await store.agendaOf(owner)
    const settings = { ...noSettings, stopped: true as const, seconds: { p1: 'chief' } }
    expect(await commit({ agenda: { version, settings } })).toBe('committed')
    expect((await store.agendaOf(owner)).settings).toEqual(settings)
    expect(await commit({ agenda: { version, settings: noSettings } })).toBe('conflict')
    expect((await store.agendaOf(owner)).settings).toEqual(settings)
  })

  it('brings nothing to a second contact who has stopped all reminders, and says so to the owner', async () => {
    const chief = (await store.personAt({ channel: 'web', key: 'cookie-2' })).id
    await store.beginConversation('c2', 'web', chief)
    await commit({ agenda: { version: 0, settings: { ...noSettings, stopped: true } } }, chief, 'web', 'c2')
    await commit(planned(promise('2099-12-04')))
    await store.claimAgendas(lease, 5)
    expect(await settle(['n1'], { messages: [message(chief, ['n1'])] })).toEqual([])
    expect(await spoken('c2')).toEqual([])
    expect(await store.lostNotices(owner)).toMatchObject([{ summary: 'remember', forSecond: true }])
  })

  it('tries another channel, then shows what is lost, once', async () => {
    await store.beginConversation('w1', 'wecom', owner)
    await commit({}, owner, 'wecom', 'w1')
    await commit(planned(promise('2099-12-04')))
    await store.claimAgendas(lease, 5)
    await settle(['n1'])
    const channels = { open: ['web', 'wecom'], sending: new Set(['wecom']), checkAt: '2000-01-01T00:00:00.000Z' }
    const [late] = (await store.claimUnproved(60, 5)).notices
    expect(late).toMatchObject({ isProved: false, place: { conversationId: 'c1' } })
    if (late === undefined) return
    expect((await store.claimUnproved(60, 5)).notices).toEqual([])
    expect(await store.retryNotice(late, channels)).toMatchObject({ conversationId: 'w1' })
    expect(await spoken('w1')).toEqual(['remember'])
    expect((await store.countOutgoing()).waiting).toBe(1)
    const [again] = (await store.claimUnproved(60, 5)).notices
    expect(again?.isProved).toBe(false)
    if (again === undefined) return
    expect(await store.retryNotice(again, channels)).toBeUndefined()
    const lost = await store.lostNotices(owner)
    expect(lost).toMatchObject([{ summary: 'remember', forSecond: false }])
    await commit({ lostTold: lost.map((each) => each.message) })
    expect(await store.lostNotices(owner)).toEqual([])
  })

  it('does not send any more on the first channel what was said on the other one instead', async () => {
    await commit(planned(promise('2099-12-04')))
    await store.beginConversation('w1', 'wecom', owner)
    await commit({}, owner, 'wecom', 'w1')
    await store.claimAgendas(lease, 5)
    await settle(['n1'])
    expect((await store.countOutgoing()).waiting).toBe(1)
    const [late] = (await store.claimUnproved(60, 5)).notices
    if (late === undefined) throw new Error('nothing waits for proof')
    const channels = { open: ['web', 'wecom'], sending: new Set(['wecom']), checkAt: '2099-01-01T00:00:00.000Z' }
    expect(await store.retryNotice(late, channels)).toMatchObject({ conversationId: 'c1' })
    expect(await store.claimOutgoing('wecom', lease, 5)).toEqual([])
    expect(await store.countOutgoing()).toEqual({ waiting: 0, dead: 1 })
    expect(await store.deadLetters(owner)).toEqual([])
  })

  it('takes a page that came back for more as proof', async () => {
    await commit(planned(promise('2099-12-04')))
    await store.claimAgendas(lease, 5)
    const [place] = (await settle(['n1'])) ?? []
    if (place === undefined) throw new Error('nothing was said')
    await store.keepFetched([place])
    const [notice] = (await store.claimUnproved(60, 5)).notices
    expect(notice?.isProved).toBe(true)
    await store.keepArrived(notice?.id ?? '')
    expect(await store.lostNotices(owner)).toEqual([])
  })

  it('keeps a missed quarter open when the next one has begun, until it is said to be met', async () => {
    const recurs = { deadline: 'zhucheng.quarterly-report', from: null, recurs: 'quarter' as const }
    await commit(planned(promise('2020-03-31', recurs)))
    await commit(planned(promise('2099-12-31', recurs)))
    const dues = async () => (await store.agendaOf(owner)).promises.map(({ due }) => due)
    expect(await dues()).toEqual(['2020-03-31', '2099-12-31'])
    const closed = [{ deadline: 'zhucheng.quarterly-report', on: '2020-04-02', due: '2020-03-31' }]
    await commit({ ...planned(promise('2099-12-31', recurs)), keep: [{ ...record, closed }] })
    expect(await dues()).toEqual(['2099-12-31'])
  })

  it('forgets a project’s reminders, their words and what was wished of it', async () => {
    await commit(planned(promise('2099-12-04')))
    const { version } = await store.agendaOf(owner)
    const key = 'p1|jining.record-contract|2099-12-04'
    const settings = {
      before: [5],
      muted: [key, 'p2|x|2099-12-04'],
      later: { [key]: '2099-12-01' },
      seconds: { p1: 'c' },
    }
    await commit({ agenda: { version, settings } })
    await store.claimAgendas(lease, 5)
    await settle(['n1'])
    await commit({ forget: ['p1'] })
    expect(await spoken()).toEqual(['（已清除）'])
    const agenda = await store.agendaOf(owner)
    expect([agenda.told.size, agenda.promises, agenda.latest]).toEqual([0, [], []])
    expect(agenda.settings).toEqual({ before: [5], muted: ['p2|x|2099-12-04'], later: {}, seconds: {} })
  })
}
