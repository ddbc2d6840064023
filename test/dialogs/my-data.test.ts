import { describe, expect, it } from 'vitest'
import type { UserMessage } from '#dialogs/conversation.ts'
import { takeMyData } from '#dialogs/my-data.ts'
import type { IsoDate } from '#knowledge/law/units.ts'
import { sharedAssistant } from '../support/assistant.ts'
import { Talk } from '../support/talk.ts'

const today = '2026-11-24' as IsoDate
const ports = (await sharedAssistant()).ports(today, { measure: undefined, lang: undefined })
const projects = { personId: 'p', now: `${today}T02:00:00.000Z`, freshId: 'f', known: [] }
const conversation = { id: 'c', recent: ['之前问的'], measure: 'jilin-2020' }
const take = (message: Partial<UserMessage>, lang: 'zh' | 'en' = 'zh') =>
  takeMyData(conversation, { id: 'm', text: '', ...message }, lang, { ...ports, projects })
const press = (verb: string, args: Record<string, string> = {}) => take({ button: { v: 1, verb, args } })

describe('a person’s own data', () => {
  it.each([
    '导出我的数据',
    '请帮我导出我的所有数据。',
    '把我的个人信息导出来给我',
    '怎么下载我的数据？',
    '能导出我的数据吗',
    'Export all my data',
    'please download my personal data.',
  ])('is given as a file where somebody says «%s»', (text) => {
    expect(take({ text })?.replies).toMatchObject([{ files: [{ mime: 'application/json', path: '/my-data.json' }] }])
  })

  it.each([
    '删除我的所有数据',
    '请把我的全部个人数据删掉',
    '我要注销我的账号',
    '清空我的聊天记录吧',
    '我的数据全部删除',
    '怎么删除我的数据?',
    'delete all my data',
    'Delete my account!',
  ])('is not erased before it was confirmed where somebody says «%s»', (text) => {
    const step = take({ text })
    expect(step?.changes).toBeUndefined()
    expect(step?.conversation).toMatchObject(conversation)
    expect(step?.replies[0]?.options?.map(({ payload }) => payload.verb)).toEqual([
      'export-my-data',
      'erase-my-data',
      'keep-my-data',
    ])
  })

  it.each([
    '删除我的项目',
    '导出我的项目资料',
    '删除项目数据需要谁批准',
    '数据导出要符合什么规定',
    '我的数据安全预算是多少',
    '项目要导出数据吗',
    '个人信息保护怎么要求',
    '我的项目资料怎么归档',
    'how is my data kept secure',
  ])('is not meant by «%s»', (text) => {
    expect(take({ text })).toBeUndefined()
  })

  it('is erased by the button, on the day it was asked, and of the conversation nothing is left', () => {
    expect(press('erase-my-data', { day: today })).toMatchObject({
      conversation: { id: 'c', recent: [] },
      changes: { erase: true },
    })
    expect(press('erase-my-data', { day: '2026-11-23' })?.changes).toBeUndefined()
    expect(press('erase-my-data')?.replies[0]?.options).toHaveLength(3)
    expect(press('keep-my-data')).toMatchObject({ conversation, replies: [{ text: '好的，什么都没有删除。' }] })
  })

  it('is spoken of in a conversation alone, not in a group', () => {
    for (const message of [
      { text: '导出我的数据' },
      { button: { v: 1 as const, verb: 'erase-my-data', args: { day: today } } },
    ]) {
      const step = take({ ...message, group: true })
      expect(step?.changes).toBeUndefined()
      expect(step?.replies[0]?.files).toBeUndefined()
      expect(step?.replies[0]?.text).toContain('群聊')
    }
  })

  it('is told of in the language of the question', () => {
    expect(take({ text: 'delete all my data' }, 'en')?.replies[0]?.text).toMatch(/^Delete all your data\?/u)
  })

  it('may be spoken of in the middle of an interview, which then goes on', async () => {
    const talk = new Talk(await sharedAssistant(), { today, place: 'jining-htz-2024' })
    await talk.say('我要申报一个项目')
    const { dialog } = talk.conversation
    expect(dialog).toBeDefined()
    await talk.say('删除我的所有数据')
    expect(talk.texts()).toContain('您的1个项目')
    await talk.press('不删除')
    expect(talk.conversation.dialog).toEqual(dialog)
    await talk.say('删除我的所有数据')
    expect((await talk.press('确认删除我的所有数据')).changes).toEqual({ erase: true })
  })
})
