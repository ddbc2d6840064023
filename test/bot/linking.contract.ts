/** What every engine of the store promises of two persons who become one. Each engine runs the whole suite. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Store } from '#bot/store/store.ts'
import type { Changes } from '#dialogs/conversation.ts'
import { newRecord } from '#dialogs/project/record.ts'
import { noSettings } from '#tools/notice.ts'
import type { Engine } from './store.contract.ts'

const project = (id: string) => ({ ...newRecord(id, 'jilin-2020'), status: 'active' as const })

export function linkingContract(makeEngine: () => Promise<Engine>): void {
  let engine: Engine
  let store: Store
  let desk: string
  let phone: string
  let friend: string
  let turns = 0

  /** One turn on a person's own channel that leaves these changes. @returns how it ended */
  async function commit(personId: string, channel: string, changes: Changes): Promise<string> {
    turns += 1
    const message = { id: `m${turns}`, text: 'told' }
    const conversationId = `c-${channel}`
    await store.accept({ channel, conversationId, personId, message })
    const result = await store.commitTurn({
      channel,
      messageId: message.id,
      personId,
      conversation: { id: conversationId, recent: [] },
      expectedVersion: (await store.findConversation(conversationId))?.version ?? 0,
      replies: [],
      projects: await store.projectsOf(personId),
      changes,
    })
    return result.status
  }

  beforeEach(async () => {
    engine = await makeEngine()
    store = await engine.open()
    desk = (await store.personAt({ channel: 'oidc:login.example.cn', key: 'zhang' })).id
    phone = (await store.personAt({ channel: 'wecom:corp', key: 'zhangsan' })).id
    friend = (await store.personAt({ channel: 'web', key: 'friend' })).id
    await store.beginConversation('c-web', 'web', desk)
    await store.beginConversation('c-wecom', 'wecom', phone)
    await store.beginConversation('c-friend', 'friend', friend)
  })
  afterEach(() => engine.dispose())

  it('knows who made a code for ten minutes, and only the latest code', async () => {
    await commit(desk, 'web', { linkCode: '11111111' })
    await commit(desk, 'web', { linkCode: '22222222' })
    expect(await store.linkOwner('11111111')).toBeUndefined()
    const owner = { personId: desk, addresses: [{ channel: 'oidc:login.example.cn', key: 'zhang' }] }
    expect(await store.linkOwner('22222222')).toEqual(owner)
    engine.pass(599)
    expect(await store.linkOwner('22222222')).toEqual(owner)
    engine.pass(10)
    expect(await store.linkOwner('22222222')).toBeUndefined()
    expect(await commit(phone, 'wecom', { link: '22222222' })).toBe('conflict')
  })

  it('makes one person of two: addresses, projects, conversations and what is shared', async () => {
    await commit(desk, 'web', { keep: [project('p-desk')] })
    await commit(phone, 'wecom', { keep: [project('p-phone')] })
    await commit(phone, 'wecom', { shares: [{ project: 'p-phone', person: desk, may: 'read' }] })
    await commit(friend, 'friend', { keep: [project('p-friend'), project('p-both')] })
    await commit(friend, 'friend', {
      shares: [
        { project: 'p-friend', person: desk, may: 'edit' },
        { project: 'p-both', person: desk, may: 'edit' },
        { project: 'p-both', person: phone, may: 'read' },
      ],
    })
    await commit(desk, 'web', { linkCode: '33333333' })
    expect(await commit(phone, 'wecom', { link: '33333333' })).toBe('committed')
    expect(await store.personAt({ channel: 'oidc:login.example.cn', key: 'zhang' })).toMatchObject({ id: phone })
    expect(await store.findPerson(desk)).toBeUndefined()
    const seen = (await store.projectsOf(phone)).map(({ record, access }) => [record.id, access])
    expect(seen.sort()).toEqual([
      ['p-both', 'edit'],
      ['p-desk', 'owner'],
      ['p-friend', 'edit'],
      ['p-phone', 'owner'],
    ])
    expect((await store.findConversation('c-web'))?.personId).toBe(phone)
    expect(await commit(phone, 'wecom', { link: '33333333' })).toBe('conflict')
  })

  it('keeps wishes and looks all deadlines through again; whoever named the one as second contact means the other', async () => {
    await commit(desk, 'web', { keep: [project('p-desk')] })
    await commit(friend, 'friend', { keep: [project('p-friend')] })
    const named = await store.agendaOf(friend)
    const seconds = { 'p-friend': desk }
    await commit(friend, 'friend', { agenda: { version: named.version, settings: { ...noSettings, seconds } } })
    const own = await store.agendaOf(desk)
    await commit(desk, 'web', { agenda: { version: own.version, settings: { ...noSettings, muted: ['p-desk'] } } })
    await commit(desk, 'web', { linkCode: '44444444' })
    await commit(phone, 'wecom', { link: '44444444' })
    expect((await store.agendaOf(phone)).settings).toMatchObject({ muted: ['p-desk'] })
    expect((await store.agendaOf(friend)).settings.seconds).toEqual({ 'p-friend': phone })
  })

  it('leaves nothing of a code when its maker’s data is erased', async () => {
    await commit(desk, 'web', { linkCode: '55555555' })
    await store.erasePerson(desk)
    expect(await store.linkOwner('55555555')).toBeUndefined()
  })
}
