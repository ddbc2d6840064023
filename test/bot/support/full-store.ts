/** A store with something in every table: Wang and Li each alone and both in a group, a visitor of one question. */
import type { Store } from '#bot/store/store.ts'
import type { AnswerRecord, Changes, Conversation, Reply } from '#dialogs/conversation.ts'
import type { Feedback } from '#dialogs/feedback-reasons.ts'
import { newRecord, type ProjectRecord } from '#dialogs/project/record.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { noSettings, type ReminderSettings } from '#tools/notice.ts'
import type { ReckonedPromise } from '#tools/promises.ts'

/** Stands in everything that Wang said, was told, or declared. */
export const secret = '极其私密'

const day = '2026-12-04' as IsoDate
const promise: ReckonedPromise = {
  deadline: 'jining.record-contract',
  due: day,
  advised: day,
  event: 'contract-signed',
  from: '2026-11-20' as IsoDate,
  basis: { rule: 'jining.record-contract', calendar: [] },
}

/** Where Wang writes alone. */
export const alone = (personId: string) => ({
  channel: 'wecom',
  conversationId: 'own',
  personId,
  reference: { userId: 'wang' },
})

const reply = (text: string): Reply => ({ text, summary: text })

function project(id: string, name: string, by: string, status: ProjectRecord['status'] = 'active'): ProjectRecord {
  const fresh = newRecord(id, 'jining-htz-2024')
  const change = { at: '2026-03-01T00:00:00.000Z', by, message: 'm', what: 'name', after: name }
  return { ...fresh, status, project: { ...fresh.project, name }, changes: [change] }
}

function answer(id: string, words: string): AnswerRecord {
  return {
    id,
    end: 'answer-by-article',
    lang: 'zh',
    asked: { words, intent: 'ask', role: 'unit', measures: ['jilin-2020'], seeks: ['who'], facts: {} },
    conclusion: '由省局审批。',
    citations: [],
    near: [],
    tools: [],
    today: day,
    standsOn: { law: 'l', calendar: 'c', index: 'i' },
  }
}

interface Said {
  readonly in: string
  readonly channel: string
  readonly by: string
  readonly text: string
  readonly replies: readonly string[]
  readonly answered?: AnswerRecord
  readonly feedback?: Feedback
  readonly changes?: Changes
  readonly group?: true
}

/** @returns the ids of the two */
export async function fillStore(store: Store): Promise<{ wang: string; li: string }> {
  const { id: wang } = await store.personAt({ channel: 'wecom', key: 'wang' })
  const { id: li } = await store.personAt({ channel: 'wecom', key: 'li' })
  const { id: visitor } = await store.personAt({ channel: 'web', key: '过客' })
  let turns = 0

  async function say(said: Said): Promise<void> {
    const { channel, text, by: personId, in: conversationId, group } = said
    turns += 1
    const message = { id: `m${turns}`, text, ...(group === undefined ? {} : { group }) }
    await store.accept({ channel, conversationId, personId, message, reference: { userId: 'x' }, shown: { text } })
    const before = await store.findConversation(conversationId)
    const conversation: Conversation = {
      id: conversationId,
      recent: [...(before?.state.recent ?? []), text],
      measure: 'jilin-2020',
      lang: 'zh',
    }
    const { status } = await store.commitTurn({
      channel,
      messageId: message.id,
      personId,
      conversation,
      expectedVersion: before?.version ?? 0,
      replies: said.replies.map(reply),
      ...(said.answered === undefined ? {} : { answered: said.answered }),
      ...(said.feedback === undefined ? {} : { feedback: said.feedback }),
      ...(said.changes === undefined ? {} : { changes: said.changes, projects: await store.projectsOf(personId) }),
      ...(channel === 'wecom' ? { sends: { by: 'me', seconds: 60 } } : {}),
    })
    if (status !== 'committed') throw new Error(`The turn of «${text}» ended with ${status}.`)
    for (const activity of await store.activitiesAfter(conversationId, 0, 1000))
      if (channel === 'wecom' && activity.author === 'bot' && said.replies.includes(activity.payload.reply.text))
        await store.settleSent({ conversationId, seq: activity.seq, unasked: true }, 'platform-id')
  }

  async function wish(by: string, of: string, settings: Partial<ReminderSettings>): Promise<void> {
    const { version } = await store.agendaOf(by)
    const agenda = { version, settings: { ...noSettings, ...settings } }
    await say({ in: of, channel: 'wecom', by, text: '提前几天', replies: ['好'], changes: { agenda } })
  }

  for (const [id, channel, person] of [
    ['own', 'wecom', wang],
    ['of-li', 'wecom', li],
    ['group', 'wecom', wang],
    ['page', 'web', visitor],
  ] as const)
    await store.beginConversation(id, channel, person)
  const wangAlone = { in: 'own', channel: 'wecom', by: wang }
  const liAlone = { in: 'of-li', channel: 'wecom', by: li }
  const inGroup = { in: 'group', channel: 'wecom', group: true as const }
  await say({ ...wangAlone, text: `${secret}问`, replies: [`${secret}答`], answered: answer('a1', `${secret}问`) })
  await say({
    ...wangAlone,
    text: `${secret}不好`,
    replies: ['谢谢'],
    feedback: { answer: 'a1', good: false, reason: 'other', words: `${secret}反馈` },
  })
  const declared = {
    keep: [project('p1', `${secret}项目`, wang)],
    reminders: [{ project: 'p1', planned: [promise] }],
    shares: [{ project: 'p1', person: li, may: 'read' as const }],
  }
  await say({ ...wangAlone, text: `${secret}申报`, replies: [`${secret}已记`], changes: declared })
  await wish(wang, 'own', { before: [5] })
  await say({ ...liAlone, text: '李的问', replies: ['李的答'], answered: answer('a2', '李的问') })
  const others = {
    keep: [project('p2', '李的项目', li), project('p3', '李的archived', li, 'archived')],
    reminders: [{ project: 'p2', planned: [promise] }],
    shares: [{ project: 'p2', person: wang, may: 'edit' as const }],
  }
  await say({ ...liAlone, text: '李的申报', replies: ['李的已记'], changes: others })
  await wish(li, 'of-li', { before: [7], seconds: { p2: wang } })
  await say({
    ...wangAlone,
    text: `${secret}改`,
    replies: ['已改'],
    changes: { keep: [project('p2', '李的项目', wang)] },
  })
  await say({
    ...inGroup,
    by: wang,
    text: `${secret}群里问`,
    replies: [`${secret}群里答`],
    answered: answer('a3', secret),
  })
  await say({ ...inGroup, by: li, text: '李的群里问', replies: ['李的群里答'], answered: answer('a4', '李的群里问') })
  await say({ ...inGroup, by: wang, text: `${secret}投票`, replies: [], feedback: { answer: 'a4', good: true } })
  await say({ in: 'page', channel: 'web', by: visitor, text: '过客的问', replies: ['过客的答'] })
  await say({
    in: 'page',
    channel: 'web',
    by: visitor,
    text: '关联',
    replies: ['好'],
    changes: { linkCode: '12345678' },
  })
  await remind(store, wang)
  await store.say('of-li', reply('没回的问'), new Set(['wecom']))
  await store.accept({ ...liAlone, conversationId: 'of-li', personId: li, message: { id: 'open', text: '没回的问' } })
  await store.personAt({ channel: 'web', key: 'unused' })
  await store.useOnce('link', new Date('2200-01-01'))
  await store.sharedKey('session', 'k'.repeat(43))
  return { wang, li }
}

/** A reminder that waits to be sent. */
async function remind(store: Store, personId: string): Promise<void> {
  await store.claimAgendas({ by: 'me', seconds: 60 }, 50)
  const agenda = await store.agendaOf(personId)
  const text = `${secret}提醒`
  const [said] = await store.settleAgendas([
    {
      personId,
      version: agenda.version,
      by: 'me',
      standing: 'law calendar',
      lookAt: '2200-01-01T00:00:00.000Z',
      promises: agenda.promises,
      told: [{ id: 'n1', kind: 'before', project: 'p1' }],
      messages: [
        {
          to: personId,
          reply: reply(text),
          notices: ['n1'],
          kinds: ['before'],
          about: [`p1|${promise.deadline}|${day}`],
        },
      ],
      open: ['wecom'],
      sending: new Set(['wecom']),
      checkAt: '2200-01-01T00:00:00.000Z',
    },
  ])
  if (said?.length !== 1) throw new Error('The reminder was not said.')
}
