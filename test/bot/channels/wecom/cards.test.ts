import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Handle } from '#bot/turn.ts'
import type { ButtonPayload, Card as OurCard, Reply, ReplyOption } from '#dialogs/conversation.ts'
import { startAssistant, type TestAssistant } from '../../support/assistant.ts'
import { eventually } from '../../support/eventually.ts'
import { type Card, eventXml, type FakeWeCom, openFakeWeCom, textXml } from './fake-wecom.ts'

let platform: FakeWeCom
let assistant: TestAssistant
let pressed: (ButtonPayload | string)[]

const option = (title: string, args: ButtonPayload['args'] = {}): ReplyOption => ({
  title,
  payload: { v: 1, verb: 'choose', args },
})
const numbered = (count: number): ReplyOption[] =>
  Array.from({ length: count }, (_, i) => option(`选项${i + 1}`, { i }))

async function start(reply: Reply, environment: Record<string, string> = {}): Promise<void> {
  const handle: Handle = async (conversation, message) => {
    pressed.push(message.button ?? message.text)
    const isFirst = message.text === '开始'
    return { replies: [isFirst ? reply : { text: '好的', summary: '好的' }], conversation }
  }
  assistant = await startAssistant({ environment: { ...platform.environment, ...environment }, handle })
}
const say = (text: string) => platform.call(assistant.origin, textXml(text))
const isTold = (count: number): Promise<void> => eventually(() => expect(platform.taken).toHaveLength(count))
const press = (key: string, code: string, more = '', at = 1763942400) =>
  platform.call(
    assistant.origin,
    eventXml('template_card_event', key, `<TaskId>t</TaskId><ResponseCode>${code}</ResponseCode>${more}`, { at }),
  )
const cardTold = (): Card => {
  const card = platform.taken.find(({ template_card }) => template_card !== undefined)?.template_card
  if (card === undefined) throw new Error('No card was sent.')
  return card
}

beforeEach(async () => {
  platform = await openFakeWeCom()
  pressed = []
})
afterEach(async () => {
  await assistant.stop()
  await platform.close()
})

describe('a question with its buttons', () => {
  const question: Reply = {
    text: '建设性质是什么？',
    summary: '建设性质',
    options: [option('新建'), option('升级改造')],
  }

  it('is one card, and a pressed button says what it means', async () => {
    await start(question)
    await say('开始')
    await isTold(1)
    const card = cardTold()
    expect(card).toMatchObject({
      card_type: 'button_interaction',
      main_title: { title: '建设性质是什么？' },
      button_list: [{ text: '新建' }, { text: '升级改造' }],
    })
    await press(card.button_list?.[1]?.key ?? '', 'code-1')
    await eventually(() => expect(pressed.at(-1)).toEqual({ v: 1, verb: 'choose', args: {} }))
    await eventually(() => expect(platform.closed).toEqual([{ userids: ['ZhangSan'], words: '已选：升级改造' }]))
  })

  it('W13 pressed once and delivered three times is closed once', async () => {
    await start(question)
    await say('开始')
    await isTold(1)
    const key = cardTold().button_list?.[0]?.key ?? ''
    await Promise.all([1, 2, 3].map(() => press(key, 'code-1')))
    await eventually(() => expect(platform.closed).toHaveLength(1))
    await isTold(2)
    const updates = platform.asked.filter((path) => path.endsWith('/update_template_card'))
    expect(updates).toHaveLength(1)
    expect(pressed).toHaveLength(2)
  })

  it('that cannot be closed is answered all the same', async () => {
    await start(question)
    platform.fail('message/update_template_card', { errcode: 41063 })
    await press(JSON.stringify({ v: 1, verb: 'choose', args: {} }), 'old')
    await isTold(1)
    await eventually(() => expect(assistant.logged.join()).toContain('wecom-card-not-closed'))
  })

  it('is still there for typed words', async () => {
    await start(question)
    await say('开始')
    await isTold(1)
    await say('升级改造')
    await eventually(() => expect(pressed.at(-1)).toMatchObject({ verb: 'choose' }))
  })

  it('is numbered words where the client shows no cards', async () => {
    await start(question, { WECOM_CARDS: '0' })
    await say('开始')
    await isTold(1)
    expect(platform.texts()).toEqual(['建设性质是什么？\n\n请回复序号：\n1. 新建\n2. 升级改造'])
    await say('２')
    await eventually(() => expect(pressed.at(-1)).toEqual({ v: 1, verb: 'choose', args: {} }))
  })

  it('is words to be said where the platform does not take the card', async () => {
    await start(question)
    platform.fail('message/send', { errcode: 40058 })
    await say('开始')
    await isTold(1)
    expect(platform.texts()).toEqual(['建设性质是什么？\n\n也可以回复：「新建」「升级改造」'])
    await say('「新建」')
    await eventually(() => expect(pressed.at(-1)).toMatchObject({ verb: 'choose' }))
  })

  it('as markdown where the client shows it', async () => {
    await start({ text: '**结论**：可以\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |', summary: '可以' }, { WECOM_MARKDOWN: '1' })
    await say('开始')
    await isTold(1)
    expect(platform.taken[0]?.markdown?.content).toBe('**结论**：可以\n\n· 甲：1；乙：2')
  })
})

describe('W14 what does not fit into a card', () => {
  it.each([
    ['seven buttons', numbered(7)],
    ['a long title', [option('这个按钮的名称实在太长'), option('短')]],
    ['a payload of more than a kilobyte', [option('问', { question: '问'.repeat(400) })]],
  ])('%s is numbered words', async (_what, options) => {
    await start({ text: '请选', summary: '请选', options })
    await say('开始')
    await isTold(1)
    expect(platform.texts()[0]).toContain('请回复序号：\n1. ')
    await say('1')
    await eventually(() => expect(pressed.at(-1)).toEqual(options[0]?.payload))
  })

  it('six buttons behind a long answer are a card of their own', async () => {
    await start({ text: '很长的话。'.repeat(100), summary: '长', options: numbered(6) })
    await say('开始')
    await isTold(2)
    expect(platform.taken.map(({ msgtype }) => msgtype)).toEqual(['text', 'template_card'])
    expect(cardTold().main_title).toEqual({ title: '请选择' })
  })
})

describe('a list to tick', () => {
  const list = (titles: readonly string[], numbers: boolean): OurCard => ({
    kind: 'checklist',
    title: '涉及哪些情形？',
    lists: [
      {
        id: 'in.facts',
        title: '情形',
        items: titles.map((title, i) => ({ id: `item${i}`, title, ticked: i === 0 })),
      },
    ],
    numbers: numbers ? [{ id: 'in.count.bidders', title: '投标人数' }] : [],
    submit: { title: '提交', payload: { v: 1, verb: 'project-submit', args: { project: 'p 1' } } },
    options: [option('都没有')],
  })
  const reply = (card: OurCard): Reply => ({
    text: '涉及哪些情形？\n\n1. 甲\n2. 乙\n\n回复序号',
    summary: '情形',
    card,
  })

  it('is the platform’s own form where it fits, and what is ticked comes back', async () => {
    await start(reply(list(['涉及个人信息', '购买服务'], false)))
    await say('开始')
    await isTold(2)
    expect(platform.texts()).toEqual(['涉及哪些情形？\n\n1. 甲\n2. 乙\n\n回复序号'])
    const { checkbox, submit_button: submit } = cardTold()
    expect(checkbox).toMatchObject({
      question_key: 'in.facts',
      mode: 1,
      option_list: [
        { id: 'item0', text: '涉及个人信息', is_checked: true },
        { id: 'item1', text: '购买服务', is_checked: false },
      ],
    })
    const ticked =
      '<SelectedItems><SelectedItem><QuestionKey>in.facts</QuestionKey><OptionIds><OptionId>item1</OptionId></OptionIds></SelectedItem></SelectedItems>'
    await press(submit?.key ?? '', 'code', ticked)
    await eventually(() =>
      expect(pressed.at(-1)).toEqual({ v: 1, verb: 'project-submit', args: { project: 'p 1', 'in.facts': 'item1' } }),
    )
  })

  it.each([
    ['with a number to fill in', list(['甲'], true)],
    ['with long lines', list(['这一行的字数比一张卡片写得下的要多'], false)],
    [
      'of twenty-one lines',
      list(
        Array.from({ length: 21 }, (_, i) => `第${i}`),
        false,
      ),
    ],
  ])('%s is words, and a link to the page that opens once', async (_what, card) => {
    await start(reply(card), { PUBLIC_URL: 'https://a.example.cn' })
    await platform.call(assistant.origin, textXml('开始'))
    await isTold(2)
    const [text = ''] = platform.texts()
    const link = /<a href="(https:\/\/a\.example\.cn\/open\/[\w.-]+)">在网页上填写<\/a>/.exec(text)?.[1]
    expect(link).toBeDefined()
    // A number answers the list, not the buttons below it.
    await say('1')
    await eventually(() => expect(pressed.at(-1)).toBe('1'))
  })
})

describe('what others wrote', () => {
  it('becomes no link and no markup of the platform', async () => {
    await start({ text: '项目“<a href="https://evil.example">点我</a>”，限额<50万', summary: '项目' })
    await say('开始')
    await isTold(1)
    expect(platform.texts()).toEqual([
      '项目“＜a href="<a href="https://evil.example">https://evil.example</a>">点我＜/a>”，限额<50万',
    ])
  })
})
