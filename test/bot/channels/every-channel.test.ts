/** The same replies on every channel: readable, nothing lost, and what is offered can be chosen on each. */
import { describe, expect, it } from 'vitest'
import {
  drawReply as drawBotFramework,
  isDrawnNumbered as isBotFrameworkNumbered,
} from '#bot/channels/bot-framework/draw.ts'
import { drawReply as drawDingTalk, drawPlain, isDrawnNumbered } from '#bot/channels/dingtalk/draw.ts'
import { toActivity } from '#bot/channels/direct-line/activity.ts'
import { areNumbered, optionSaid, optionsOf } from '#bot/channels/ladder/options.ts'
import { drawForBot, isNumberedForBot } from '#bot/channels/wecom/aibot-draw.ts'
import { drawReply as drawWeCom, isDrawnNumbered as isWeComNumbered } from '#bot/channels/wecom/draw.ts'
import type { ButtonPayload, Reply } from '#dialogs/conversation.ts'
import { card } from '../support/dialog.ts'

const origin = 'https://assistant.example.cn'
const linkTo = (path: string): string => `${origin}/open/token${path}`
const look = { cards: false, markdown: false, origin }
const v = 1 as const
const button = (verb: string, args: ButtonPayload['args'] = {}): ButtonPayload => ({ v, verb, args })

interface Shown {
  readonly draw: (reply: Reply) => readonly unknown[]
  /** Markdown is shown as markdown; elsewhere no mark of it may be left. */
  readonly markdown: boolean
  /** Whether numbers are shown with a reply; undefined: buttons are pressed. */
  readonly numbered?: (reply: Reply) => boolean
}

const channels: Readonly<Record<string, Shown>> = {
  'web chat': {
    markdown: true,
    draw(reply) {
      const at = '2026-03-02T01:00:00.000Z'
      return [toActivity({ conversationId: 'c', seq: 1, at, author: 'bot', payload: { reply } }, origin)]
    },
  },
  teams: { markdown: true, draw: (reply) => drawBotFramework(reply, { channelId: 'msteams', origin, linkTo }) },
  sms: {
    markdown: false,
    draw: (reply) => drawBotFramework(reply, { channelId: 'sms', origin, linkTo }),
    numbered: (reply) => isBotFrameworkNumbered(reply, { channelId: 'sms', origin }),
  },
  'wecom cards': { markdown: false, draw: (reply) => drawWeCom(reply, { ...look, cards: true }) },
  'wecom text': {
    markdown: false,
    draw: (reply) => drawWeCom(reply, look),
    numbered: (reply) => isWeComNumbered(reply, look),
  },
  'wecom markdown': {
    markdown: true,
    draw: (reply) => drawWeCom(reply, { ...look, markdown: true }),
    numbered: (reply) => isWeComNumbered(reply, look),
  },
  'wecom robot': { markdown: true, draw: (reply) => drawForBot(reply, { cards: true, origin, group: false }) },
  'wecom robot without cards': {
    markdown: true,
    draw: (reply) => drawForBot(reply, { cards: false, origin, group: true }),
    numbered: (reply) => isNumberedForBot(reply, false),
  },
  dingtalk: {
    markdown: true,
    draw: (reply) => drawDingTalk(reply, { group: false, origin }),
  },
  'dingtalk group': {
    markdown: true,
    draw: (reply) => drawDingTalk(reply, { group: true, origin }),
    numbered: (reply) => isDrawnNumbered(reply, true),
  },
  zwdd: { markdown: false, draw: (reply) => drawPlain(reply, { origin }), numbered: areNumbered },
}
const all = Object.entries(channels)

/** Every text anywhere in what was drawn. */
function wordsIn(drawn: unknown): string {
  if (typeof drawn === 'string') return drawn
  if (typeof drawn !== 'object' || drawn === null) return ''
  return Object.values(drawn).map(wordsIn).join('\n')
}

const answer: Reply = {
  text: '**结论**：需要编制可行性研究报告。\n\n> 投资总额500万元及以上的项目\n\n依据[《办法》第六条](/measures/jining-htz-2024#article-6)。',
  summary: '需要可行性研究报告',
  card,
}
const question: Reply = {
  text: '哪里的办法？',
  summary: '哪里的办法？',
  options: [
    { title: '济宁', payload: button('measure', { id: 'jining-htz-2024' }) },
    { title: '吉林', payload: button('measure', { id: 'jilin-2020' }) },
  ],
}
const review: Reply = {
  text: '请核对。\n\n- 项目名称：视频会议系统\n- 投资：150万元',
  summary: '请核对',
  card: {
    kind: 'review',
    title: '请核对',
    rows: [
      {
        label: '项目名称',
        value: '视频会议系统',
        edit: { title: '改项目名称', payload: button('edit', { fact: 'name' }) },
      },
      { label: '投资', value: '150万元', origin: '您说的' },
    ],
    notes: [],
    options: [{ title: '没有问题', payload: button('confirm') }],
  },
}
const comparison: Reply = {
  text: '比较如下：\n\n| 地方 | 限额 |\n| --- | --- |\n| 济宁 | 500万 |\n| 吉林 | 300万 |',
  summary: '比较',
}

describe('P3 the same card', () => {
  it.each(all)('is as it was drawn before on %s', async (name, { draw }) => {
    const drawn = { answer, question, review, comparison }
    const shown = Object.fromEntries(Object.entries(drawn).map(([what, reply]) => [what, draw(reply)]))
    const file = `../../golden/channels/${name.replaceAll(' ', '-')}.json`
    await expect(`${JSON.stringify(shown, null, 2).replace(/(?<="id": "c\|)[^"]*/g, '…')}\n`).toMatchFileSnapshot(file)
  })

  it.each(all)('says on %s what it says anywhere', (_name, { draw }) => {
    expect(wordsIn(draw(answer))).toContain('可行性研究报告')
    expect(wordsIn(draw(answer))).toContain(`${origin}/measures/jining-htz-2024`)
    for (const words of ['视频会议系统', '150万元', '没有问题']) expect(wordsIn(draw(review))).toContain(words)
    for (const words of ['济宁', '500万', '吉林', '300万']) expect(wordsIn(draw(comparison))).toContain(words)
  })

  it.each(all.filter(([, { numbered }]) => numbered !== undefined))(
    'is chosen from by number or by words on %s',
    (_name, { draw, numbered }) => {
      for (const reply of [question, review]) {
        const words = wordsIn(draw(reply))
        for (const [i, { title, payload }] of optionsOf(reply).entries()) {
          expect(words).toContain(title)
          expect(optionSaid(title, reply, numbered?.(reply) === true)).toMatchObject({ option: { payload } })
          if (numbered?.(reply) !== true) continue
          expect(words).toMatch(new RegExp(`${i + 1}\\. ${title}`))
          for (const said of [`${i + 1}`, `${i + 1}.`, `${i + 1}、`, String.fromCharCode(0xff11 + i)])
            expect(optionSaid(said, reply, true)).toMatchObject({ option: { payload } })
        }
      }
      expect(numbered?.(question)).toBe(true)
    },
  )
})

/** What people and programs write, where it is shown wrong if nobody sees to it. */
const forms: [what: string, written: string, wholes: readonly string[]][] = [
  ['bold beside a title', '根据**《条例》第十条**，办理', ['《条例》第十条']],
  ['bold before a letter', '**《条例》**规定', ['《条例》']],
  ['bold in brackets', '**（1个工作日）**内', ['（1个工作日）']],
  ['a bare address before Chinese', '见https://www.gov.cn/abc。后文', ['https://www.gov.cn/abc']],
  ['two lines', '第一行\n第二行', ['第一行', '第二行']],
  ['a list without blanks', '1.申请表\n2.身份证', ['申请表', '身份证']],
  ['a list with 、', '1、申请表\n2、身份证', ['申请表', '身份证']],
]

describe.each(all)('DL15 on %s', (_name, { draw, markdown }) => {
  it.each(forms)('%s is shown as it was meant', (_what, written, wholes) => {
    const words = wordsIn(draw({ text: written, summary: '摘要' }))
    for (const whole of wholes) expect(words).toContain(whole)
    if (markdown) {
      // A renderer takes these for bold: no letter touches the outside of a mark whose inside is punctuation.
      expect(words).not.toMatch(/[\p{L}\p{N}]\*\*[《（]|[》）]\*\*[\p{L}\p{N}]/u)
    } else expect(words).not.toContain('**')
    expect(words).not.toMatch(/abc[。，]|abc[^)\]"\s）。<>]*后文/u)
    if (wholes.length === 2) expect(words).toMatch(new RegExp(`${wholes[0]}(?: {2})?\\n.*${wholes[1]}`))
  })
})

describe.each(all)('DL12 on %s', (_name, { draw }) => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '![x](https://evil.example/x.png)',
    '<iframe srcdoc=x>',
  ])('%s runs nothing and fetches nothing', (given) => {
    const words = wordsIn(draw({ text: `前${given}后`, summary: '摘要' }))
    expect(words).not.toMatch(/<(script|img|iframe)|!\[/i)
  })
})
