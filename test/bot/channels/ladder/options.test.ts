import { describe, expect, it } from 'vitest'
import { withChosen } from '#bot/channels/ladder/chosen.ts'
import { areNumbered, optionSaid, optionsInWords } from '#bot/channels/ladder/options.ts'
import type { Reply, ReplyOption, UserMessage } from '#dialogs/conversation.ts'

const option = (title: string, verb = 'ask-in', args: ReplyOption['payload']['args'] = {}): ReplyOption => ({
  title,
  payload: { v: 1, verb, args },
})
const places: Reply = {
  text: '哪里的办法？',
  summary: '哪里',
  options: [option('济宁'), option('吉林'), option('诸城')],
}
const amount: Reply = {
  text: '质保期几年？',
  summary: '几年',
  options: [option('为什么问', 'project-why'), option('跳过', 'project-skip')],
}
const sameSum: Reply = {
  text: '预算多少？',
  summary: '多少',
  options: [option('和投资一样', 'project-answer', { value: 3_000_000 }), option('跳过', 'project-skip')],
}
const checklist: Reply = {
  text: '有哪些？\n\n1. 涉及个人信息\n2. 购买服务',
  summary: '有哪些',
  card: {
    kind: 'checklist',
    title: '有哪些？',
    lists: [],
    numbers: [],
    submit: option('提交', 'project-submit'),
    options: [option('都没有', 'project-none'), option('跳过', 'project-skip')],
  },
}
const review: Reply = {
  text: '请核对',
  summary: '核对',
  card: {
    kind: 'review',
    title: '请核对',
    rows: [
      { label: '名称', value: '甲', edit: option('改名称', 'project-edit') },
      { label: '总投资', value: '300万', edit: option('改总投资', 'project-edit') },
    ],
    notes: [],
    options: [option('确认', 'project-confirm'), option('返回', 'project-back')],
  },
}
const verbOf = (text: string, reply: Reply, numbered = true): string | undefined => {
  const chosen = optionSaid(text, reply, numbered)
  return typeof chosen === 'object' ? chosen.option.title : chosen
}

describe('numbers', () => {
  it.each(['2', '2.', '2、', '２', ' 2 ', '2)', '2）', '２．'])('%j chooses the second', (text) => {
    expect(verbOf(text, places)).toBe('吉林')
  })

  it.each(['0', '4', '99'])('%s chooses nothing there is', (text) => {
    expect(verbOf(text, places)).toBe('no-such-number')
  })

  it.each(['2年', '2 3', '第2个', '200', '-2', '2.5', ''])('%j is taken as it is', (text) => {
    expect(verbOf(text, places)).toBeUndefined()
  })

  it('choose nothing where buttons were shown', () => {
    expect(verbOf('2', places, false)).toBeUndefined()
  })

  it.each([
    ['asks for an amount', amount],
    ['offers an amount', sameSum],
    ['counts its own lines', checklist],
    ['has a list in its text', { ...places, text: '有三处：\n1. 甲\n2. 乙' }],
  ])('choose nothing where the reply %s: they are its answer', (_what, reply) => {
    expect(areNumbered(reply)).toBe(false)
    expect(verbOf('1', reply)).toBeUndefined()
    expect(optionsInWords(reply).join('\n')).not.toMatch(/^1\./m)
    expect(optionsInWords(reply)[0]).toMatch(/^也可以回复：「/)
  })
})

describe('titles', () => {
  it.each(['吉林', ' 吉林 ', '「吉林」'])('%j chooses by name', (text) => {
    expect(verbOf(text, places)).toBe('吉林')
  })

  it('choose beside numbers, and among what has none', () => {
    expect(verbOf('跳过', amount)).toBe('跳过')
    expect(verbOf('都没有', checklist)).toBe('都没有')
    expect(verbOf('改总投资', review)).toBe('改总投资')
  })

  it('that two options share choose neither', () => {
    expect(verbOf('甲', { ...places, options: [option('甲'), option('甲', 'other')] })).toBeUndefined()
  })
})

describe('offered in words', () => {
  it('with numbers', () => {
    expect(optionsInWords(places)).toEqual(['请回复序号：\n1. 济宁\n2. 吉林\n3. 诸城'])
  })

  it('by name, and what stands in a review by its first line', () => {
    expect(optionsInWords(amount)).toEqual(['也可以回复：「为什么问」「跳过」'])
    expect(optionsInWords(review)).toEqual([
      '请回复序号：\n1. 确认\n2. 返回',
      '要改哪一项，请回复「改」加名称，如：改名称',
    ])
  })

  it('not at all where there is nothing to choose', () => {
    expect(optionsInWords({ text: '好', summary: '好' })).toEqual([])
  })
})

describe('what was chosen', () => {
  const at = '2026-11-24T00:00:00.000Z'
  const message: UserMessage = { id: 'm', text: '2', locale: 'zh-CN' }
  const hours = (count: number): Date => new Date(new Date(at).getTime() + count * 3600_000)
  const heard = (said: UserMessage, hoursLater: number): UserMessage =>
    withChosen(said, { reply: places, at }, () => true, hours(hoursLater))

  it('is heard as pressed', () => {
    expect(heard(message, 24)).toEqual({ ...message, text: '', button: places.options?.[1]?.payload })
  })

  it('by a number is told to be too old after a day, and by its title is still understood', () => {
    expect(heard(message, 24.1).button?.verb).toBe('option-expired')
    expect(heard({ ...message, text: '吉林' }, 24.1).button?.verb).toBe('ask-in')
  })

  it('is nothing at the beginning, of a pressed button, or of a number that is not there', () => {
    expect(withChosen(message, undefined, () => true, hours(0))).toBe(message)
    const pressed: UserMessage = { ...message, text: '', button: { v: 1, verb: 'x', args: {} } }
    expect(heard(pressed, 0)).toBe(pressed)
    expect(heard({ ...message, text: '7' }, 0)).toEqual({ ...message, text: '7' })
  })
})
