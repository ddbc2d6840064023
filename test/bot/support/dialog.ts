/** A dialog for tests of the server: what it does stands in what is said to it. */

import type { Handle } from '#bot/turn.ts'
import type { AnswerCard, Reply } from '#dialogs/conversation.ts'

export const card: AnswerCard = {
  kind: 'answer',
  conclusion: '需要编制可行性研究报告。',
  details: '1. 立项\n2. 评审',
  quotes: [
    {
      place: '《办法》第六条',
      quote: '投资总额500万元及以上的*项目*',
      path: '/measures/jining-htz-2024#article-6',
      note: '原文如此',
      translation: 'Projects of 5 million yuan or more',
    },
  ],
  validity: [
    { text: '现行有效', status: 'in-force' },
    { text: '已于2025-11-23届满', status: 'expired' },
    { text: '尚未施行', status: 'not-yet' },
  ],
  next: '请先完成**《申报书》**编制',
  links: [{ title: '看全文', path: '/measures/jining-htz-2024' }],
  options: [{ title: '限额', payload: { v: 1, verb: 'limit', args: { yuan: 5_000_000 } } }],
}

const options = [
  { title: '济宁', payload: { v: 1 as const, verb: 'measure', args: { id: 'jining-htz-2024' } } },
  { title: '吉林', payload: { v: 1 as const, verb: 'measure', args: { id: 'jilin-2020' } } },
]

export interface Script {
  readonly handle: Handle
  /** What was handled, in order: the text, `opened`, or the button's verb. */
  readonly heard: string[]
  /** Lets every turn that was told `slow` or `grow` go on. */
  release(): void
}

export function scriptedDialog(): Script {
  const gate = Promise.withResolvers<void>()
  const heard: string[] = []
  return {
    heard,
    release: () => gate.resolve(),
    async handle(conversation, message, _person, _projects, knows) {
      const said = message.event ?? message.button?.verb ?? message.text
      heard.push(said)
      if (said === 'boom') throw new Error('the dialog broke')
      if (said === 'grow')
        for (const text of ['一句。', '一句。两句。'])
          knows?.showDraft?.({ text, summary: text, composedBy: 'a-model' })
      if (said === 'slow' || said === 'grow') await gate.promise
      const reply = replyTo(said)
      const next = {
        ...conversation,
        recent: [...conversation.recent, said].slice(-8),
        ...(said === 'measure' ? { measure: String(message.button?.args.id) } : {}),
      }
      return { replies: [reply], conversation: next }
    },
  }
}

function replyTo(said: string): Reply {
  if (said === 'card') return { text: card.conclusion, summary: '需要可行性研究报告', card }
  if (said === 'options') return { text: '哪里的办法?', summary: '哪里的办法?', options }
  return { text: `答:${said}`, summary: said }
}
