/** What every engine of the store promises of personal data and of how long it is kept. Each engine runs the whole suite. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '#bot/store/store.ts'
import type { Engine } from './store.contract.ts'
import { alone, fillStore, secret } from './support/full-store.ts'

const day = 24 * 3600

export function dutiesContract(makeEngine: () => Promise<Engine>): void {
  let engine: Engine
  let store: Store
  let wang: string
  let li: string
  beforeEach(async () => {
    engine = await makeEngine()
    store = await engine.open()
    ;({ wang, li } = await fillStore(store))
  })
  afterEach(() => engine.dispose())

  const sweep = async (days: Parameters<Store['sweepOld']>[0]): Promise<number> => {
    let gone = 0
    for (let i = await store.sweepOld(days, 3); i > 0; i = await store.sweepOld(days, 3)) gone += i
    return gone
  }
  const all = { conversations: 365, answers: 365, projects: 365 }

  it('is tested with something in every table', async () => {
    const tables = await engine.dump()
    const empty = Object.keys(tables).filter((name) => tables[name]?.length === 0)
    expect(empty).toEqual([])
  })

  it('gives out all that is kept of a person, and nothing that others said', async () => {
    const data = await store.personalData(wang)
    const text = JSON.stringify(data)
    for (const what of ['问', '答', '群里问', '群里答', '项目', '反馈', '提醒'])
      expect(text).toContain(`${secret}${what}`)
    expect(text).not.toContain('李的')
    expect(data?.addresses).toMatchObject([{ channel: 'wecom', address_key: 'wang' }])
    expect(data).toMatchObject({ wishes: { before: [5] }, shares: [{ project_id: 'p1' }, { project_id: 'p2' }] })
    expect(await store.personalData('nobody')).toBeUndefined()
  })

  it('erases a person so that no table names them or holds their words, and leaves the others what is theirs', async () => {
    const before = JSON.stringify(await store.personalData(li))
    expect(await store.erasePerson(wang)).toBe(true)
    const left = JSON.stringify(await engine.dump())
    expect(left).not.toContain(secret)
    expect(left).not.toContain(wang)
    expect(left).not.toContain('"wang"')
    const after = JSON.stringify(await store.personalData(li))
    for (const what of ['李的问', '李的答', '李的群里问', '李的群里答', '李的项目']) {
      expect(before).toContain(what)
      expect(after).toContain(what)
    }
    expect((await store.projectsOf(li)).map(({ record }) => record.id)).toEqual(['p2', 'p3'])
    expect((await store.agendaOf(li)).settings).toMatchObject({ before: [7], seconds: {} })
    expect(await store.erasePerson(wang)).toBe(false)
    expect(await store.personalData(wang)).toBeUndefined()
  })

  it('erases in a turn all but the reply itself, and the person is known again where they write', async () => {
    await store.accept({ ...alone(wang), message: { id: 'erase', text: `${secret}请删除` }, shown: { text: secret } })
    await store.accept({ ...alone(wang), message: { id: 'after', text: '之后' }, shown: { text: '之后' } })
    const version = (await store.findConversation('own'))?.version ?? 0
    const result = await store.commitTurn({
      channel: 'wecom',
      messageId: 'erase',
      personId: wang,
      conversation: { id: 'own', recent: [] },
      expectedVersion: version,
      replies: [{ text: '已删除', summary: '已删除' }],
      sends: { by: 'me', seconds: 60 },
      changes: { erase: true },
    })
    expect(result.status).toBe('committed')
    const tables = await engine.dump()
    expect(JSON.stringify(tables)).not.toContain(secret)
    expect(await store.projectsOf(wang)).toEqual([])
    const shown = await store.activitiesAfter('own', 0, 100)
    expect(shown.map(({ author, payload }) => [author, JSON.stringify(payload).includes('已删除')])).toEqual([
      ['bot', true],
    ])
    expect(await store.nextUnfinished('own')).toMatchObject({ message: { text: '之后' } })
    expect(await store.accept({ ...alone(wang), message: { id: 'erase', text: '' } })).toMatchObject({
      repeated: true,
    })
    expect((await store.personAt({ channel: 'wecom', key: 'wang' })).id).toBe(wang)
    expect(await store.findPerson(wang)).toMatchObject({ measure: null, lang: null })
  })

  it('keeps everything for ever where nothing is set, and what is young where something is', async () => {
    const before = await engine.dump()
    expect(await sweep({})).toBe(0)
    engine.pass(364 * day)
    expect(await sweep(all)).toBe(0)
    expect(await engine.dump()).toEqual(before)
  })

  it('lets go of what is old, and never of what is not finished', async () => {
    engine.pass(400 * day)
    expect(await sweep(all)).toBeGreaterThan(10)
    expect(await sweep(all)).toBe(0)
    const tables = await engine.dump()
    const count = (name: string) => tables[name]?.length
    expect(tables.answers).toEqual([])
    expect(tables.feedback).toEqual([])
    // An unanswered message, a reply on its way, one that was lost and not told yet; an open project with its reminders.
    expect(tables.inbox).toMatchObject([{ message_id: 'open' }])
    expect(tables.outbox?.map((row) => [row.sent_at, row.told_at])).toEqual([
      [null, null],
      [null, null],
    ])
    expect(tables.projects).toMatchObject([{ id: 'p1', status: 'active' }, { id: 'p2' }])
    expect([count('reminders'), count('agendas'), count('project_shares')]).toEqual([2, 2, 2])
    expect(tables.notice_messages).toMatchObject([{ state: 'waiting' }])
    const kept = JSON.stringify(tables)
    for (const [what, stays] of [
      [`${secret}问`, false],
      [`${secret}群里问`, false],
      ['李的archived', false],
      ['过客的问', false],
      ['过客', false],
      ['没回的问', true],
      [`${secret}提醒`, true],
      [`${secret}项目`, true],
    ] as const)
      expect([what, kept.includes(what)]).toEqual([what, stays])
    // Where the person is to be reminded stays known; what was remembered of the talk does not.
    expect(tables.reaches?.filter((row) => row.person_id === wang)).toHaveLength(1)
    expect((await store.findConversation('own'))?.state).toMatchObject({ recent: [] })
  })

  it('goes by each period by itself', async () => {
    engine.pass(400 * day)
    await sweep({ answers: 365 })
    const tables = await engine.dump()
    expect([tables.answers?.length, (tables.activities?.length ?? 0) > 5]).toEqual([0, true])
    await sweep({ projects: 365 })
    expect((await engine.dump()).projects).toHaveLength(2)
  })
}
