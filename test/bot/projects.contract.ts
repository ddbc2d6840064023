/** What every engine of the store promises of projects. Each engine runs the whole suite. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '#bot/store/store.ts'
import type { Changes, PlannedReminder } from '#dialogs/conversation.ts'
import { newRecord, type ProjectRecord, tell } from '#dialogs/project/record.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import type { Engine } from './store.contract.ts'

const source = { from: 'said', at: '2026-11-24T02:00:00.000Z', by: 'p', words: '300万', messageId: 'm' } as const
const project = (id: string, totalInvestmentYuan = 3_000_000): ProjectRecord =>
  tell(newRecord(id, 'jilin-2020'), { facts: { totalInvestmentYuan } }, source)
const reminder = (deadline: string, due: string): PlannedReminder => ({
  deadline,
  due: due as IsoDate,
  advised: due as IsoDate,
  event: 'contract-signed',
  from: '2026-11-20' as IsoDate,
})

export function projectContract(makeEngine: () => Promise<Engine>): void {
  let engine: Engine
  let store: Store
  let owner: string
  let other: string
  let turns = 0

  /** One turn of a person that leaves these changes. @returns how it ended */
  async function commit(changes: Changes, personId = owner, told = `message ${turns}`): Promise<string> {
    turns += 1
    const id = `m${turns}`
    await store.accept({
      channel: 'web',
      conversationId: 'c1',
      personId,
      message: { id, text: told },
      shown: { text: told },
    })
    const version = (await store.findConversation('c1'))?.version ?? 0
    const projects = await store.projectsOf(personId)
    const replies = [{ text: changes.wipe === true ? 'stopped' : `reply to ${told}`, summary: 'reply' }]
    const turn = {
      channel: 'web',
      messageId: id,
      personId,
      conversation: { id: 'c1', recent: [] },
      expectedVersion: version,
      replies,
    }
    return (await store.commitTurn({ ...turn, changes, projects })).status
  }

  const idsOf = async (personId: string) => (await store.projectsOf(personId)).map(({ record }) => record.id)

  beforeEach(async () => {
    engine = await makeEngine()
    store = await engine.open()
    owner = (await store.personAt({ channel: 'web', key: 'cookie-1' })).id
    other = (await store.personAt({ channel: 'web', key: 'cookie-2' })).id
    await store.beginConversation('c1', 'web', owner)
  })
  afterEach(() => engine.dispose())

  it('keeps a project with its turn and gives it back whole after a restart', async () => {
    expect(
      await commit({ keep: [project('p1')], reminders: [{ project: 'p1', planned: [reminder('d1', '2026-12-04')] }] }),
    ).toBe('committed')
    store = await engine.open()
    expect(await store.projectsOf(owner)).toEqual([{ record: project('p1'), access: 'owner', version: 1 }])
    expect(await store.remindersOf('p1')).toEqual([reminder('d1', '2026-12-04')])
    expect(await store.projectsOf(other)).toEqual([])
  })

  it('puts new reminders in the place of those there were', async () => {
    await commit({
      keep: [project('p1')],
      reminders: [{ project: 'p1', planned: [reminder('d1', '2026-12-04'), reminder('d2', '2026-12-31')] }],
    })
    await commit({ keep: [project('p1', 5)], reminders: [{ project: 'p1', planned: [reminder('d2', '2027-03-31')] }] })
    expect(await store.remindersOf('p1')).toEqual([reminder('d2', '2027-03-31')])
  })

  it('refuses a change of a project that another turn changed in between, and leaves nothing of the turn', async () => {
    await commit({ keep: [project('p1')] })
    const stale = await store.projectsOf(owner)
    await commit({ keep: [project('p1', 7)] })
    await store.accept({ channel: 'web', conversationId: 'c1', personId: owner, message: { id: 'late', text: 'late' } })
    const version = (await store.findConversation('c1'))?.version ?? 0
    const turn = {
      channel: 'web',
      messageId: 'late',
      personId: owner,
      conversation: { id: 'c1', recent: ['late'] },
      expectedVersion: version,
      replies: [],
    }
    const result = await store.commitTurn({ ...turn, changes: { keep: [project('p1', 9)] }, projects: stale })
    expect(result.status).toBe('conflict')
    expect((await store.projectsOf(owner))[0]?.record.project.facts).toEqual({ totalInvestmentYuan: 7 })
    expect((await store.findConversation('c1'))?.state.recent).toEqual([])
    expect(await store.nextUnfinished('c1')).toMatchObject({ message: { id: 'late' } })
  })

  it('lets nobody change or forget what is not theirs', async () => {
    await commit({ keep: [project('p1')] })
    expect(await commit({ keep: [project('p1', 1)] }, other)).toBe('conflict')
    expect(await commit({ forget: ['p1'] }, other)).toBe('committed')
    expect((await store.projectsOf(owner))[0]?.record.project.facts).toEqual({ totalInvestmentYuan: 3_000_000 })
  })

  it('shares a project to read or to edit, by its owner alone, and takes it back', async () => {
    await commit({ keep: [project('p1')] })
    await commit({ shares: [{ project: 'p1', person: other, may: 'edit' }] }, other)
    expect(await idsOf(other)).toEqual([])
    await commit({ shares: [{ project: 'p1', person: other, may: 'read' }] })
    expect(await store.projectsOf(other)).toMatchObject([{ access: 'read' }])
    expect(await commit({ keep: [project('p1', 1)] }, other)).toBe('conflict')
    await commit({ shares: [{ project: 'p1', person: other, may: 'edit' }] })
    expect(await commit({ keep: [project('p1', 2)] }, other)).toBe('committed')
    expect((await store.projectsOf(owner))[0]?.record.project.facts).toEqual({ totalInvestmentYuan: 2 })
    await commit({ shares: [{ project: 'p1', person: other, may: null }] })
    expect(await idsOf(other)).toEqual([])
    expect(await commit({ shares: [{ project: 'p1', person: 'nobody', may: 'read' }] })).toBe('committed')
  })

  it('forgets a project with its reminders and shares', async () => {
    await commit({
      keep: [project('p1'), project('p2')],
      reminders: [{ project: 'p1', planned: [reminder('d1', '2026-12-04')] }],
    })
    await commit({ shares: [{ project: 'p1', person: other, may: 'read' }] })
    await commit({ forget: ['p1'] })
    expect(await idsOf(owner)).toEqual(['p2'])
    expect(await idsOf(other)).toEqual([])
    expect(await store.remindersOf('p1')).toEqual([])
  })

  it('wipes every text of the conversation with the turn, also the one that asked for it, and keeps their order', async () => {
    await commit({ keep: [project('p1')] }, owner, '秘密的指挥系统')
    await commit({ wipe: true, forget: ['p1'] }, owner, '这是涉密项目')
    const kept = JSON.stringify(await store.activitiesAfter('c1', 0, 10))
    for (const words of ['秘密的指挥系统', '这是涉密项目', 'reply to 秘密的指挥系统']) expect(kept).not.toContain(words)
    const activities = await store.activitiesAfter('c1', 0, 10)
    expect(activities.map((activity) => activity.author)).toEqual(['user', 'bot', 'user', 'bot'])
    expect(await idsOf(owner)).toEqual([])
  })
}
